using System.Runtime.InteropServices;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>What a detector knows of the block list: enough to keep silent about a source that goes on. Bounded by the list itself.</summary>
public sealed class BlockedSources
{
    private readonly Dictionary<int, HashSet<Cidr>> _byPrefix = [];

    /// <summary>True when the source, or a network that holds it, is blocked; a look-up a distinct prefix length.</summary>
    public bool Contains(Cidr source)
    {
        foreach (var (prefix, targets) in _byPrefix)
        {
            if (prefix <= source.Prefix && targets.Contains(new Cidr(source.Base, prefix)))
                return true;
        }

        return false;
    }

    /// <summary>These are blocked.</summary>
    public void Add(IEnumerable<Cidr> targets)
    {
        foreach (var target in targets)
            (CollectionsMarshal.GetValueRefOrAddDefault(_byPrefix, target.Prefix, out _) ??= []).Add(target);
    }

    /// <summary>Nothing is blocked.</summary>
    public void Clear() => _byPrefix.Clear();

    /// <summary>These are no longer blocked.</summary>
    public void Remove(IEnumerable<Cidr> targets)
    {
        foreach (var target in targets)
            _byPrefix.GetValueOrDefault(target.Prefix)?.Remove(target);
    }
}

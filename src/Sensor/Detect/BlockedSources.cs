using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>What a detector knows of the block list: enough to keep silent about a source that goes on. Bounded by the list itself.</summary>
public sealed class BlockedSources
{
    private readonly HashSet<Cidr> _targets = [];
    private readonly HashSet<Cidr> _networks = [];
    private CidrSet _networkSet = CidrSet.Empty;

    /// <summary>True when the source, or a network that holds it, is blocked.</summary>
    public bool Contains(Cidr source) => _targets.Contains(source) || _networkSet.Contains(source.Base);

    /// <summary>These are blocked.</summary>
    public void Add(IEnumerable<Cidr> targets) => Change(targets, _targets.Add, _networks.Add);

    /// <summary>These are no longer blocked.</summary>
    public void Remove(IEnumerable<Cidr> targets) => Change(targets, _targets.Remove, _networks.Remove);

    private void Change(IEnumerable<Cidr> targets, Func<Cidr, bool> change, Func<Cidr, bool> changeNetwork)
    {
        var networksChanged = false;
        foreach (var target in targets)
        {
            change(target);
            networksChanged |= !target.IsHost && changeNetwork(target);
        }

        if (networksChanged)
            _networkSet = new CidrSet(_networks);
    }
}

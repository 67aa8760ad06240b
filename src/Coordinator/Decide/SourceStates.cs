using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>What is stored of sources, prefixes and lifted networks, as one step reads and changes it. They share the store's key: a source is never as wide as a prefix.</summary>
internal sealed class SourceStates(IReadOnlyDictionary<Cidr, string> stored)
{
    private readonly Dictionary<Cidr, KnownSource> _sources = [];
    private readonly Dictionary<Cidr, PrefixEvidence> _prefixes = [];
    private readonly Dictionary<Cidr, string> _owners = [];
    private readonly HashSet<Cidr> _changed = [];
    private LiftedNetworks? _lifted;

    /// <summary>The key by which lifted networks are kept.</summary>
    public static Cidr LiftedKey { get; } = new(Address.FromIPv4(0), 0);

    /// <summary>All that is stored of what the step concerns.</summary>
    public IReadOnlyDictionary<Cidr, string> Stored => stored;

    /// <summary>The networks whose blocks were lifted.</summary>
    public LiftedNetworks Lifted => _lifted ??= Read(LiftedKey, StateJson.Default.LiftedNetworks, lifted => lifted.Networks is not null) ?? LiftedNetworks.None;

    /// <summary>What is known of a source.</summary>
    public KnownSource Source(Cidr network)
    {
        if (!_sources.TryGetValue(network, out var known))
            known = Read(network, StateJson.Default.KnownSource, IsWhole) ?? KnownSource.None;
        if (Lifted.Covering(network) is { } lifted)
            known = known.Lifted(lifted);
        _sources[network] = known;
        return known;
    }

    /// <summary>Keeps what is known of a source.</summary>
    public void Put(Cidr network, KnownSource known)
    {
        _sources[network] = known;
        _changed.Add(network);
    }

    /// <summary>What the sources of a prefix have met together.</summary>
    public PrefixEvidence Prefix(Cidr prefix)
    {
        if (!_prefixes.TryGetValue(prefix, out var evidence))
            evidence = Read(prefix, StateJson.Default.PrefixEvidence, known => known.Contacts is not null && known.Answered is not null) ?? PrefixEvidence.None;
        if (Lifted.Networks.Count > 0)
            evidence = evidence with { Contacts = [.. evidence.Contacts.Where(contact => !(contact.Contact.At <= Lifted.Covering(contact.Network)))] };
        _prefixes[prefix] = evidence;
        return evidence;
    }

    /// <summary>Keeps what the sources of a prefix have met.</summary>
    public void Put(Cidr prefix, PrefixEvidence evidence)
    {
        _prefixes[prefix] = evidence;
        _changed.Add(prefix);
    }

    /// <summary>Keeps that the blocks within a network were lifted.</summary>
    public void Lift(Cidr network, DateTimeOffset at)
    {
        _lifted = Lifted.With(network, at);
        _changed.Add(LiftedKey);
    }

    /// <summary>Keeps a shard of the addresses of the fleet.</summary>
    public void Put((Cidr Key, string Text) shard)
    {
        _owners[shard.Key] = shard.Text;
        _changed.Add(shard.Key);
    }

    /// <summary>What has changed, as it is to be stored.</summary>
    public IReadOnlyDictionary<Cidr, string> Changed() => _changed.ToDictionary(key => key, Text);

    private string Text(Cidr key)
    {
        if (key == LiftedKey)
            return JsonSerializer.Serialize(Lifted, StateJson.Default.LiftedNetworks);
        if (_owners.TryGetValue(key, out var shard))
            return shard;
        return _prefixes.TryGetValue(key, out var prefix)
            ? JsonSerializer.Serialize(prefix, StateJson.Default.PrefixEvidence)
            : JsonSerializer.Serialize(_sources[key], StateJson.Default.KnownSource);
    }

    private static bool IsWhole(KnownSource known) =>
        known.Causes is not null && known.Evidence is { Contacts: not null, Raised: not null };

    // A generated reader leaves what is not named null, whatever the type says.
    private T? Read<T>(Cidr key, JsonTypeInfo<T> type, Func<T, bool> isWhole)
        where T : class
    {
        try
        {
            return stored.TryGetValue(key, out var text) && JsonSerializer.Deserialize(text, type) is { } value && isWhole(value) ? value : null;
        }
        catch (JsonException)
        {
            // What an unknown version wrote: evidence is gathered anew.
            return null;
        }
    }
}

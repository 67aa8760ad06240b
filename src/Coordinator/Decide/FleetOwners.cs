using System.Text.Json;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>Which host of the fleet has which addresses: one that two hosts have, behind their gateways, stays protected until both have given it up. Kept in shards, so that a change writes little.</summary>
internal sealed class FleetOwners
{
    private const int Shards = 64;

    private readonly Dictionary<string, IReadOnlyList<Address>>[] _shards = [.. Enumerable.Range(0, Shards).Select(_ => new Dictionary<string, IReadOnlyList<Address>>())];
    private readonly Dictionary<(FleetRole Role, Address Address), int> _counts = [];

    /// <summary>The keys by which the shards are kept: addresses that no source has (RFC 6666).</summary>
    public static IEnumerable<Cidr> Keys { get; } = [.. Enumerable.Range(0, Shards).Select(KeyOf)];

    /// <summary>What the store holds.</summary>
    public static FleetOwners Load(IReadOnlyDictionary<Cidr, string> stored)
    {
        var owners = new FleetOwners();
        foreach (var key in Keys.Where(stored.ContainsKey))
        {
            foreach (var (owner, addresses) in Read(stored[key]).Owners)
                owners.Set(owner, addresses);
        }

        return owners;
    }

    /// <summary>A host has these addresses from now on; says whether that is news, and which addresses no host of the role has any more.</summary>
    public (bool IsNews, IReadOnlyList<Address> Gone) Change(FleetRole role, string name, IReadOnlyList<Address> addresses)
    {
        var owner = OwnerOf(role, name);
        var before = _shards[ShardOf(owner)].GetValueOrDefault(owner) ?? [];
        Set(owner, addresses);
        return (!before.ToHashSet().SetEquals(addresses), [.. before.Where(address => !_counts.ContainsKey((role, address)))]);
    }

    /// <summary>The key and the text of the shard that holds a host.</summary>
    public (Cidr Key, string Text) ShardWith(FleetRole role, string name)
    {
        var shard = ShardOf(OwnerOf(role, name));
        return (KeyOf(shard), JsonSerializer.Serialize(new OwnerShard { Owners = _shards[shard] }, StateJson.Default.OwnerShard));
    }

    private void Set(string owner, IReadOnlyList<Address> addresses)
    {
        var shard = _shards[ShardOf(owner)];
        foreach (var address in shard.GetValueOrDefault(owner) ?? [])
            Count((RoleOf(owner), address), -1);
        foreach (var address in addresses)
            Count((RoleOf(owner), address), 1);
        if (addresses.Count == 0)
            shard.Remove(owner);
        else
            shard[owner] = addresses;
    }

    private void Count((FleetRole Role, Address Address) one, int more)
    {
        var count = _counts.GetValueOrDefault(one) + more;
        if (count <= 0)
            _counts.Remove(one);
        else
            _counts[one] = count;
    }

    private static OwnerShard Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, StateJson.Default.OwnerShard) is { Owners: not null } shard ? shard : new OwnerShard();
        }
        catch (JsonException)
        {
            // Then addresses stay protected that nobody gives up any more, which is the safe side.
            return new OwnerShard();
        }
    }

    private static string OwnerOf(FleetRole role, string name) => $"{(role == FleetRole.Sensor ? 's' : 'c')}:{name}";

    private static FleetRole RoleOf(string owner) => owner[0] == 's' ? FleetRole.Sensor : FleetRole.Coordinator;

    // Not string.GetHashCode, which is another in each process.
    private static int ShardOf(string owner) => (int)(owner.Aggregate(17u, (hash, letter) => (hash * 31) + letter) % Shards);

    private static Cidr KeyOf(int shard) => Cidr.Host(Address.FromBytes([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)shard]));
}

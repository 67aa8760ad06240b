using System.Globalization;
using System.Text;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Writes nft(8) commands for our table. Pure. Hosts lie in hash sets, where 100,000 cost as much as one; networks in small interval sets; IPv6 prefixes of the one configured length in a hash set of their own.</summary>
internal sealed class NftablesScript(int ipv6Prefix)
{
    /// <summary>Our table; nobody else's rules are touched.</summary>
    public const string Table = "portsentry";

    private const string Hosts4 = "hosts4";
    private const string Hosts6 = "hosts6";
    private const string Prefixes6 = "prefixes6";
    private const string Networks4 = "networks4";
    private const string Networks6 = "networks6";

    private static readonly string[] HashSets = [Hosts4, Hosts6, Prefixes6];

    /// <summary>The sets whose elements are compared and changed one by one.</summary>
    public static IReadOnlyList<string> Sets { get; } = [.. HashSets, Networks4, Networks6];

    private readonly StringBuilder _script = new();

    /// <summary>The commands so far, for one transaction.</summary>
    public override string ToString() => _script.ToString();

    /// <summary>True when a target lies in a hash set.</summary>
    public bool IsHashed(Cidr target) => target.IsHost || (!target.IsIPv4 && target.Prefix == ipv6Prefix);

    /// <summary>No table; that there was none is no failure.</summary>
    public NftablesScript RemoveTable()
    {
        _script.Append(CultureInfo.InvariantCulture, $"add table inet {Table}\ndelete table inet {Table}\n");
        return this;
    }

    /// <summary>The table anew: the old one goes in the same transaction, so packets see either, never none.</summary>
    public NftablesScript RecreateTable()
    {
        var mask = new Cidr(Address.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ipv6Prefix).Base;
        _script.Append(CultureInfo.InvariantCulture, $$"""
            add table inet {{Table}}
            delete table inet {{Table}}
            add table inet {{Table}}
            add set inet {{Table}} {{Hosts4}} { type ipv4_addr; flags timeout; }
            add set inet {{Table}} {{Hosts6}} { type ipv6_addr; flags timeout; }
            add set inet {{Table}} {{Prefixes6}} { type ipv6_addr; flags timeout; }
            add set inet {{Table}} {{Networks4}} { type ipv4_addr; flags interval,timeout; }
            add set inet {{Table}} {{Networks6}} { type ipv6_addr; flags interval,timeout; }
            add chain inet {{Table}} prerouting { type filter hook prerouting priority -310; policy accept; }
            add rule inet {{Table}} prerouting iif lo accept
            add rule inet {{Table}} prerouting ip saddr @{{Hosts4}} counter drop
            add rule inet {{Table}} prerouting ip6 saddr @{{Hosts6}} counter drop
            add rule inet {{Table}} prerouting ip6 saddr & {{mask}} @{{Prefixes6}} counter drop
            add rule inet {{Table}} prerouting ip saddr @{{Networks4}} counter drop
            add rule inet {{Table}} prerouting ip6 saddr @{{Networks6}} counter drop

            """);
        return this;
    }

    /// <summary>Adds blocks to the hash sets.</summary>
    public NftablesScript AddHosts(IEnumerable<Decide.Block> blocks, DateTimeOffset now)
    {
        foreach (var set in blocks.GroupBy(block => SetOf(block.Target)))
            Append("add", set.Key, set.Select(block => ElementOf(block, now)));
        return this;
    }

    /// <summary>Makes the interval sets hold these networks, those within another left out.</summary>
    public NftablesScript ReplaceNetworks(IEnumerable<Decide.Block> blocks, DateTimeOffset now)
    {
        _script.Append(CultureInfo.InvariantCulture, $"flush set inet {Table} {Networks4}\nflush set inet {Table} {Networks6}\n");
        List<Decide.Block> outer = [];
        foreach (var block in blocks.OrderBy(block => block.Target.Prefix))
        {
            if (!outer.Exists(other => other.Target.Overlaps(block.Target)))
                outer.Add(block);
        }

        foreach (var set in outer.GroupBy(block => block.Target.IsIPv4 ? Networks4 : Networks6))
            Append("add", set.Key, set.Select(block => ElementOf(block, now)));
        return this;
    }

    /// <summary>The element of a block as a person would write it.</summary>
    public string Describe(Decide.Block block)
    {
        var set = IsHashed(block.Target) ? SetOf(block.Target) : block.Target.IsIPv4 ? Networks4 : Networks6;
        var timeout = block.Until is { } until ? $" timeout {NftTime.Text(TimeSpan.FromSeconds(Math.Round((until - block.Since).TotalSeconds)))}" : "";
        return $"nft add element inet {Table} {set} {{ {TextOf(block.Target)}{timeout} }}";
    }

    private void Append(string verb, string set, IEnumerable<string> elements) =>
        _script.Append(CultureInfo.InvariantCulture, $"{verb} element inet {Table} {set} {{ ").AppendJoin(", ", elements).Append(" }\n");

    /// <summary>The hash set that a target lies in.</summary>
    public static string SetOf(Cidr target)
    {
        if (!target.IsHost)
            return Prefixes6;
        return target.IsIPv4 ? Hosts4 : Hosts6;
    }

    private string ElementOf(Decide.Block block, DateTimeOffset now) =>
        block.Until is { } until ? $"{TextOf(block.Target)} timeout {NftTime.Text(until - now)}" : TextOf(block.Target);

    private string TextOf(Cidr target) => IsHashed(target) ? target.Base.ToString() : target.ToString();
}

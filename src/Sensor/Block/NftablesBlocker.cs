using System.Text.Json;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Blocks by nftables, in process: a block ends in the kernel by itself and survives our death.</summary>
public sealed class NftablesBlocker(Nftables nftables, int ipv6Prefix) : IBlocker
{
    private const int StrangersTold = 20;

    /// <summary>Listing a set costs 14 µs and 1.2 KB an element: longer lists are made equal without a word on what they held.</summary>
    private const int LongestCompared = 10_000;

    /// <summary>Hosts that one transaction adds or deletes: small enough for the socket's buffer.</summary>
    private const int HostsATransaction = 1000;

    private readonly Dictionary<Cidr, Decide.Block> _networks = [];

    /// <summary>The name of this way to block.</summary>
    public const string BlockerName = "nftables";

    /// <summary>The table that is ours.</summary>
    public static string Table => NftablesScript.Table;

    /// <inheritdoc/>
    public string Name => BlockerName;

    /// <inheritdoc/>
    public ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var script = new NftablesScript(ipv6Prefix);
        foreach (var hosts in blocks.Where(block => script.IsHashed(block.Target)).Chunk(HostsATransaction))
            Run(new HostChanges(NftablesScript.Table).Delete(hosts.Select(block => block.Target)).Add(hosts, now));

        var networks = blocks.Where(block => !script.IsHashed(block.Target)).ToList();
        foreach (var block in networks)
            _networks[block.Target] = block;
        if (networks.Count > 0)
            Run(ReplaceNetworks(script, now));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel)
    {
        var script = new NftablesScript(ipv6Prefix);
        foreach (var hosts in targets.Where(script.IsHashed).Chunk(HostsATransaction))
            Run(new HostChanges(NftablesScript.Table).Delete(hosts));
        var held = _networks.Count;
        foreach (var target in targets)
            _networks.Remove(target);
        if (_networks.Count < held)
            Run(ReplaceNetworks(script, now));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var strangers = Strangers(blocks);
        var script = new NftablesScript(ipv6Prefix);
        _networks.Clear();
        foreach (var block in blocks.Where(block => !script.IsHashed(block.Target)))
            _networks[block.Target] = block;

        script.RecreateTable().AddHosts(blocks.Where(block => script.IsHashed(block.Target)), now);
        Run(ReplaceNetworks(script, now));
        return new(strangers);
    }

    /// <inheritdoc/>
    public ValueTask WithdrawAsync(CancellationToken cancel)
    {
        Run(new NftablesScript(ipv6Prefix).RemoveTable());
        return default;
    }

    /// <inheritdoc/>
    public string Describe(Decide.Block block) => new NftablesScript(ipv6Prefix).Describe(block);

    /// <inheritdoc/>
    public void Dispose() => nftables.Dispose();

    private void Run(NftablesScript script) => Explained(() => nftables.Run(script.ToString()));

    private void Run(HostChanges changes) => Explained(() => nftables.Run(changes.ToBytes()));

    private NftablesScript ReplaceNetworks(NftablesScript script, DateTimeOffset now)
    {
        foreach (var ended in _networks.Values.Where(block => block.HasEnded(now)).ToList())
            _networks.Remove(ended.Target);
        return script.ReplaceNetworks(_networks.Values, now);
    }

    private static void Explained(Action run)
    {
        try
        {
            run();
        }
        catch (NftablesException failure)
        {
            throw new BlockerException($"nftables: {failure.Message}", failure);
        }
    }

    /// <summary>What our sets hold that is not on the list; the first few, and nothing when the table is not there.</summary>
    private List<string> Strangers(IReadOnlyCollection<Decide.Block> blocks)
    {
        if (blocks.Count > LongestCompared)
            return [];

        var known = blocks.Select(block => block.Target.Base).ToHashSet();
        List<string> strangers = [];
        foreach (var set in NftablesScript.Sets)
        {
            foreach (var element in Elements(set))
            {
                if (strangers.Count < StrangersTold && Cidr.TryParse(element, out var network) && !known.Contains(network.Base))
                    strangers.Add(element);
            }
        }

        return strangers;
    }

    private IEnumerable<string> Elements(string set)
    {
        try
        {
            using var document = JsonDocument.Parse(nftables.List($"list set inet {Table} {set}", withElements: true));
            return [.. document.RootElement.GetProperty("nftables").EnumerateArray()
                .Where(item => item.TryGetProperty("set", out var found) && found.TryGetProperty("elem", out _))
                .SelectMany(item => item.GetProperty("set").GetProperty("elem").EnumerateArray())
                .Select(TextOf)];
        }
        catch (NftablesException)
        {
            return [];
        }
    }

    /// <summary>An element is a value, or {"elem": {"val": value, …}}; a network is {"prefix": {"addr", "len"}}.</summary>
    private static string TextOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("elem", out var inner))
            return TextOf(inner.GetProperty("val"));
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("prefix", out var prefix))
            return $"{prefix.GetProperty("addr").GetString()}/{prefix.GetProperty("len")}";
        return element.ToString();
    }
}

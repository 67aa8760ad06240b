using System.Globalization;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Blocks by ipset: two sets with timeouts, and a rule of iptables each that drops what comes from them. A block ends in the kernel by itself and survives our death.</summary>
public sealed class IpsetBlocker(Toolbox tools) : IBlocker
{
    private const string Chain = "PORTSENTRY-SET";
    private const int StrangersTold = 20;
    private const int LongestCompared = 10_000;

    /// <summary>An element that is about to end may be gone already.</summary>
    private static readonly TimeSpan AboutToEnd = TimeSpan.FromSeconds(5);

    private readonly Dictionary<bool, IptablesChain> _chains = new()
    {
        [true] = new IptablesChain(ipv4: true, Chain, tools),
        [false] = new IptablesChain(ipv4: false, Chain, tools),
    };

    private readonly HashSet<bool> _made = [];

    /// <summary>The name of this way to block.</summary>
    public const string BlockerName = "ipset";

    /// <inheritdoc/>
    public string Name => BlockerName;

    /// <inheritdoc/>
    public async ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        foreach (var family in blocks.Select(block => block.Target.IsIPv4).Distinct().Where(family => !_made.Contains(family)))
            await MakeAsync(family, [], now, cancel).ConfigureAwait(false);
        await RestoreAsync(IpsetScript.Add(blocks, now), cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel)
    {
        List<Cidr> held = [.. targets.Where(target => _made.Contains(target.IsIPv4))];
        return held.Count == 0 ? ValueTask.CompletedTask : RestoreAsync(IpsetScript.Delete(held), cancel);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var sets = await tools.MustRunAsync("ipset", ["list", "-t"], "", cancel).ConfigureAwait(false);
        var strangers = await StrangersAsync(blocks, sets, cancel).ConfigureAwait(false);
        foreach (var (family, chain) in _chains)
        {
            Decide.Block[] wanted = [.. blocks.Where(block => block.Target.IsIPv4 == family)];
            // A family that has no block, and had none, is left alone: a host may lack it.
            if (wanted.Length > 0)
                await MakeAsync(family, wanted, now, cancel).ConfigureAwait(false);
            else if (IpsetScript.CountOf(family, sets) is not null)
                await RemoveAsync(family, cancel).ConfigureAwait(false);
        }

        return strangers;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> HoldsAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var sets = await tools.MustRunAsync("ipset", ["list", "-t"], "", cancel).ConfigureAwait(false);
        foreach (var family in _made)
        {
            var least = blocks.Count(block => block.Target.IsIPv4 == family && !block.HasEnded(now + AboutToEnd));
            if (!(IpsetScript.CountOf(family, sets) >= least))
                return false;

            var listing = await _chains[family].ListAsync(cancel).ConfigureAwait(false);
            if (!_chains[family].Script.IsHooked(listing) || !_chains[family].Script.Rules(listing).SequenceEqual([IpsetScript.RuleOf(family)]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public string Describe(Decide.Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return string.Create(CultureInfo.InvariantCulture, $"ipset add {IpsetScript.SetOf(block.Target.IsIPv4)} {block.Target} timeout {IpsetScript.TimeoutOf(block, block.Since)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private async ValueTask MakeAsync(bool ipv4, IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        await RestoreAsync(IpsetScript.Replace(ipv4, blocks, now), cancel).ConfigureAwait(false);
        var chain = _chains[ipv4];
        await chain.ReplaceAsync([IpsetScript.RuleOf(ipv4)], await chain.ListAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        _made.Add(ipv4);
    }

    /// <summary>The rule first: a set that a rule asks is not given up. The kernel may take a moment to see that none does any more; an empty set does no harm.</summary>
    private async ValueTask RemoveAsync(bool ipv4, CancellationToken cancel)
    {
        var chain = _chains[ipv4];
        await chain.ReplaceAsync([], await chain.ListAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        if (!(await tools.RunAsync("ipset", ["destroy", IpsetScript.SetOf(ipv4)], "", cancel).ConfigureAwait(false)).IsGood)
            await tools.MustRunAsync("ipset", ["flush", IpsetScript.SetOf(ipv4)], "", cancel).ConfigureAwait(false);
        _made.Remove(ipv4);
    }

    private async ValueTask RestoreAsync(string script, CancellationToken cancel) =>
        await tools.MustRunAsync("ipset", ["restore", "-exist"], script, cancel).ConfigureAwait(false);

    private async ValueTask<IReadOnlyList<string>> StrangersAsync(IReadOnlyCollection<Decide.Block> blocks, string sets, CancellationToken cancel)
    {
        var known = blocks.Select(block => block.Target).ToHashSet();
        List<string> strangers = [];
        foreach (var family in _chains.Keys.Where(family => IpsetScript.CountOf(family, sets) is > 0 and <= LongestCompared))
        {
            var save = await tools.MustRunAsync("ipset", ["save", IpsetScript.SetOf(family)], "", cancel).ConfigureAwait(false);
            strangers.AddRange(IpsetScript.Targets(save).Where(target => !known.Contains(target)).Select(target => target.ToString()));
        }

        return [.. strangers.Take(StrangersTold)];
    }
}

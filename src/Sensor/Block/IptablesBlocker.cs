using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Blocks by plain iptables rules, one a source, in a chain of ours. They end by our word alone; a linear list, for hundreds of sources rather than thousands.</summary>
public sealed class IptablesBlocker : IBlocker
{
    private const string Chain = "PORTSENTRY";

    private readonly string _verdict;
    private readonly Rules[] _families;

    /// <param name="tools">Where iptables is found.</param>
    /// <param name="rejects">True to answer packets (REJECT), false to be silent (DROP).</param>
    public IptablesBlocker(Toolbox tools, bool rejects)
    {
        _verdict = rejects ? "REJECT" : "DROP";
        _families = [new Rules(ipv4: true, tools, _verdict), new Rules(ipv4: false, tools, _verdict)];
    }

    /// <summary>The name of this way to block.</summary>
    public const string BlockerName = "iptables";

    /// <inheritdoc/>
    public string Name => BlockerName;

    /// <inheritdoc/>
    public async ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var family in _families)
            await family.AddAsync([.. blocks.Select(block => block.Target)], cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var family in _families)
            await family.RemoveAsync(targets, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        List<string> strangers = [];
        foreach (var family in _families)
            strangers.AddRange(await family.ReplaceAsync([.. blocks.Select(block => block.Target)], cancel).ConfigureAwait(false));
        return strangers;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> HoldsAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var family in _families)
        {
            if (!await family.HoldsAsync(cancel).ConfigureAwait(false))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public string Describe(Decide.Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return $"{(block.Target.IsIPv4 ? "iptables" : "ip6tables")} -A {Chain} -s {block.Target} -j {_verdict}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>The rules of one family.</summary>
    private sealed class Rules(bool ipv4, Toolbox tools, string verdict)
    {
        private const int StrangersTold = 20;

        private readonly IptablesChain _chain = new(ipv4, Chain, tools);
        private readonly HashSet<Cidr> _sources = [];

        public async ValueTask AddAsync(IReadOnlyList<Cidr> targets, CancellationToken cancel)
        {
            var fresh = OfFamily(targets).Where(target => !_sources.Contains(target)).ToHashSet();
            if (fresh.Count == 0)
                return;
            if (_sources.Count == 0)
                await ReplaceAsync([.. fresh], cancel).ConfigureAwait(false);
            else
                await ChangeAsync(fresh, [], cancel).ConfigureAwait(false);
            _sources.UnionWith(fresh);
        }

        public async ValueTask RemoveAsync(IReadOnlyList<Cidr> targets, CancellationToken cancel)
        {
            var gone = targets.Where(_sources.Contains).ToHashSet();
            if (gone.Count == 0)
                return;
            if (gone.Count == _sources.Count)
                await ReplaceAsync([], cancel).ConfigureAwait(false);
            else
                await ChangeAsync([], gone, cancel).ConfigureAwait(false);
            _sources.ExceptWith(gone);
        }

        public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Cidr> targets, CancellationToken cancel)
        {
            var wanted = OfFamily(targets).ToHashSet();
            if (!_chain.IsUsable && wanted.Count == 0)
                return [];

            var listing = await _chain.ListAsync(cancel).ConfigureAwait(false);
            await _chain.ReplaceAsync([.. wanted.Select(RuleOf)], listing, cancel).ConfigureAwait(false);
            _sources.Clear();
            _sources.UnionWith(wanted);
            return [.. _chain.Script.Sources(listing).Where(source => !wanted.Contains(source)).Take(StrangersTold).Select(source => source.ToString())];
        }

        public async ValueTask<bool> HoldsAsync(CancellationToken cancel)
        {
            if (_sources.Count == 0)
                return true;

            var listing = await _chain.ListAsync(cancel).ConfigureAwait(false);
            return _chain.Script.IsHooked(listing) && _sources.SetEquals(_chain.Script.Sources(listing));
        }

        private async ValueTask ChangeAsync(HashSet<Cidr> more, HashSet<Cidr> less, CancellationToken cancel)
        {
            try
            {
                await _chain.RunAsync(_chain.Script.Change(more.Select(RuleOf), less.Select(RuleOf)), cancel).ConfigureAwait(false);
            }
            catch (BlockerException)
            {
                // The chain is not what it was: one rule that is not there undoes the whole transaction.
                await ReplaceAsync([.. _sources.Union(more).Except(less)], cancel).ConfigureAwait(false);
            }
        }

        private IEnumerable<Cidr> OfFamily(IEnumerable<Cidr> targets) => targets.Where(target => target.IsIPv4 == ipv4);

        private string RuleOf(Cidr source) => $"-s {source} -j {verdict}";
    }
}

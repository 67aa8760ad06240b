using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Blocks by routes that lead nowhere: packets still come in, and nobody gets an answer. They end by our word alone; routes of others are not touched.</summary>
public sealed class RouteBlocker(Toolbox tools, bool rejects) : IBlocker
{
    private const int StrangersTold = 20;

    private static readonly HashSet<Cidr> None = [];

    private readonly string _kind = rejects ? "unreachable" : "blackhole";
    private readonly RouteScript _script = new(rejects ? "unreachable" : "blackhole");
    private readonly HashSet<Cidr> _routes = [];

    /// <summary>The name of this way to block.</summary>
    public const string BlockerName = "route";

    /// <inheritdoc/>
    public string Name => BlockerName;

    /// <inheritdoc/>
    public async ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var fresh = blocks.Select(block => block.Target).Where(target => !_routes.Contains(target)).ToHashSet();
        if (fresh.Count == 0)
            return;

        await ChangeAsync(_script.Change(fresh, []), fresh, None, cancel).ConfigureAwait(false);
        _routes.UnionWith(fresh);
    }

    /// <inheritdoc/>
    public async ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel)
    {
        var gone = targets.Where(_routes.Contains).ToHashSet();
        if (gone.Count == 0)
            return;

        await ChangeAsync(_script.Change([], gone), None, gone, cancel).ConfigureAwait(false);
        _routes.ExceptWith(gone);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var wanted = blocks.Select(block => block.Target).ToHashSet();
        var present = await ListAsync(cancel).ConfigureAwait(false);
        var ours = present.Where(route => route.Kind == _kind).Select(route => route.Target).ToHashSet();
        var script = RouteScript.Delete(present.Where(route => route.Kind != _kind)) + _script.Change(wanted.Except(ours), ours.Except(wanted));
        if (script.Length > 0)
            await ChangeAsync(script, wanted, None, cancel).ConfigureAwait(false);
        _routes.Clear();
        _routes.UnionWith(wanted);
        return [.. ours.Except(wanted).Take(StrangersTold).Select(target => target.ToString())];
    }

    /// <inheritdoc/>
    public async ValueTask<bool> HoldsAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel) =>
        _routes.SetEquals((await ListAsync(cancel).ConfigureAwait(false)).Where(route => route.Kind == _kind).Select(route => route.Target));

    /// <inheritdoc/>
    public string Describe(Decide.Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return _script.Describe(block.Target);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>All that can be done is done: a route of somebody else to the same destination hinders no other, and what was taken away by hand is gone as it should be.</summary>
    private async ValueTask ChangeAsync(string script, HashSet<Cidr> more, HashSet<Cidr> less, CancellationToken cancel)
    {
        try
        {
            await tools.MustRunAsync("ip", ["-force", "-batch", "-"], script, cancel).ConfigureAwait(false);
        }
        catch (BlockerException)
        {
            var present = (await ListAsync(cancel).ConfigureAwait(false)).Where(route => route.Kind == _kind).Select(route => route.Target).ToHashSet();
            if (!more.IsSubsetOf(present) || less.Overlaps(present))
                throw;
        }
    }

    private async ValueTask<IReadOnlyList<(string Kind, Cidr Target)>> ListAsync(CancellationToken cancel)
    {
        var ipv4 = await tools.MustRunAsync("ip", ["-4", "route", "show", "proto", RouteScript.Protocol], "", cancel).ConfigureAwait(false);
        var ipv6 = await tools.MustRunAsync("ip", ["-6", "route", "show", "proto", RouteScript.Protocol], "", cancel).ConfigureAwait(false);
        return [.. RouteScript.Read(ipv4), .. RouteScript.Read(ipv6)];
    }
}

using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Api;

/// <summary>Answers what operators want to know.</summary>
internal sealed class QueryDesk(IStore store, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>The sensors, by name.</summary>
    public async Task<IReadOnlyList<SensorView>> SensorsAsync(CancellationToken cancel)
    {
        var head = await store.FindHeadAsync(cancel).ConfigureAwait(false);
        return [.. (await store.ListSensorsAsync(cancel).ConfigureAwait(false)).Select(sensor => SensorViews.Of(sensor, head, time.GetUtcNow()))];
    }

    /// <summary>The blocks, those that end last first.</summary>
    public async Task<IReadOnlyList<BlockView>> BlocksAsync(CancellationToken cancel) =>
        ViewsOf((await store.LoadBookAsync(cancel).ConfigureAwait(false)).Blocks.Values);

    /// <summary>The ignore list.</summary>
    public async Task<IReadOnlyList<string>> IgnoredAsync(CancellationToken cancel) =>
        [.. (await store.LoadBookAsync(cancel).ConfigureAwait(false)).Ignored.Order().Select(network => network.ToString())];

    /// <summary>The policy, JSON.</summary>
    public async Task<string> PolicyAsync(CancellationToken cancel) =>
        DecisionPolicy.Stored(await store.LoadPolicyAsync(cancel).ConfigureAwait(false)).ToJson();

    /// <summary>The tokens, the latest first.</summary>
    public async Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancel) =>
        [.. (await store.ListTokensAsync(cancel).ConfigureAwait(false)).Select(TokenDesk.Of)];

    /// <summary>Everything that is known of an address or network.</summary>
    public async Task<SourceView> SourceAsync(Cidr target, CancellationToken cancel)
    {
        var book = await store.LoadBookAsync(cancel).ConfigureAwait(false);
        var spread = Spread.Of(await store.ListSensorsAsync(cancel).ConfigureAwait(false), book.Position.Position, time.GetUtcNow());
        var filter = new AlarmFilter { Within = target, Max = Most };
        return new SourceView
        {
            Target = target,
            Blocks = ViewsOf(book.Blocks.Values.Where(block => block.Target.Overlaps(target))),
            Spared = Spared(book, target),
            SensorsLevel = spread.Level,
            SensorsConnected = spread.Connected,
            Decisions = await store.ListDecisionsAsync(target, Most, cancel).ConfigureAwait(false),
            Alarms = await store.ListAlarmsAsync(filter, cancel).ConfigureAwait(false),
            Contacts = await store.ListContactsAsync(filter, cancel).ConfigureAwait(false),
            Refusals = await store.ListRefusalsAsync(target, Most, cancel).ConfigureAwait(false),
        };
    }

    private IReadOnlyList<BlockView> ViewsOf(IEnumerable<BlockOrder> blocks)
    {
        var now = time.GetUtcNow();
        return [.. blocks
            .Where(block => block.Until is not { } until || until > now)
            .OrderByDescending(block => block.Until ?? DateTimeOffset.MaxValue)
            .ThenBy(block => block.Target)
            .Select(block => new BlockView { Target = block.Target, Until = block.Until, Origin = block.ByOperator ? "operator" : "coordinator", Proven = block.Proven, Reason = block.Reason })];
    }

    private static string Spared(OrderBook book, Cidr target) =>
        book.Ignored.Any(network => network.Overlaps(target)) ? "ignored"
        : book.ProtectedAs(FleetRole.Sensor).Any(target.Contains) ? "sensor"
        : book.ProtectedAs(FleetRole.Coordinator).Any(target.Contains) ? "coordinator"
        : "";
}

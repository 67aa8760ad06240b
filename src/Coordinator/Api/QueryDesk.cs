using System.Globalization;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Api;

/// <summary>Answers what operators want to know.</summary>
internal sealed class QueryDesk(IStore store, FleetWatch watch, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>The fleet at a glance.</summary>
    public FleetNow Now => watch.Current;

    /// <summary>The sensors, by name.</summary>
    public async Task<IReadOnlyList<SensorView>> SensorsAsync(CancellationToken cancel)
    {
        var head = await store.FindHeadAsync(cancel).ConfigureAwait(false);
        return [.. (await store.ListSensorsAsync(cancel).ConfigureAwait(false)).Select(sensor => SensorViews.Of(sensor, head, time.GetUtcNow()))];
    }

    /// <summary>The sensors that a filter lets through, by name, a page at a time.</summary>
    public async Task<Page<SensorView>> SensorsAsync(SensorFilter filter, PageWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(wish);
        var sensors = await SensorsAsync(cancel).ConfigureAwait(false);
        return Pages.Of([.. sensors.Where(sensor => SensorMatch.Lets(filter, sensor)).OrderBy(Place, StringComparer.Ordinal)], Place, wish);

        static string Place(SensorView sensor) => $"{sensor.Name}~{sensor.Id}";
    }

    /// <summary>One sensor with its latest history; null when nobody has the name.</summary>
    public async Task<SensorDetail?> SensorAsync(string name, CancellationToken cancel)
    {
        if (await store.FindSensorAsync(name, cancel).ConfigureAwait(false) is not { } sensor)
            return null;

        var head = await store.FindHeadAsync(cancel).ConfigureAwait(false);
        var refusals = await store.ListRefusalsAsync(null, Most, cancel).ConfigureAwait(false);
        return new SensorDetail(
            SensorViews.Of(sensor, head, time.GetUtcNow()),
            [.. refusals.Where(refusal => refusal.Sensor == name)],
            await store.ListAlarmsAsync(new AlarmFilter { Sensor = name }, cancel).ConfigureAwait(false));
    }

    /// <summary>The blocks, those that end last first.</summary>
    public async Task<IReadOnlyList<BlockView>> BlocksAsync(CancellationToken cancel) =>
        ViewsOf((await store.LoadBookAsync(cancel).ConfigureAwait(false)).Blocks.Values);

    /// <summary>The blocks that a filter lets through, a page at a time, with their number.</summary>
    public async Task<Page<BlockView>> BlocksAsync(BlockFilter filter, PageWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(wish);
        var blocks = await BlocksAsync(cancel).ConfigureAwait(false);
        return Pages.Of([.. blocks.Where(block => BlockMatch.Lets(filter, block)).OrderBy(Place, StringComparer.Ordinal)], Place, wish);

        string Place(BlockView block) => BlockMatch.Place(filter.Sort, block);
    }

    /// <summary>The alarms that a filter lets through, the latest first, a page at a time.</summary>
    public async Task<Page<AlarmRow>> AlarmsAsync(AlarmFilter filter, PageWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(wish);
        var rows = await store.ListAlarmsAsync(filter with { Before = wish.BeforeId, After = wish.AfterId, Max = wish.Rows + 1 }, cancel).ConfigureAwait(false);
        return Pages.Of(rows, row => row.Id, wish);
    }

    /// <summary>The decisions that a filter lets through, the latest first, a page at a time.</summary>
    public async Task<Page<DecisionRow>> DecisionsAsync(DecisionFilter filter, PageWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(wish);
        return Pages.Of(await store.ListDecisionsAsync(filter with { Page = KeysetOf(wish) }, cancel).ConfigureAwait(false), row => row.Id, wish);
    }

    /// <summary>The entries of the audit log that a filter lets through, the latest first, a page at a time.</summary>
    public async Task<Page<AuditRow>> AuditAsync(AuditFilter filter, PageWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(wish);
        return Pages.Of(await store.ListAuditAsync(filter with { Page = KeysetOf(wish) }, cancel).ConfigureAwait(false), row => row.Id, wish);
    }

    /// <summary>The ignore list.</summary>
    public async Task<IReadOnlyList<string>> IgnoredAsync(CancellationToken cancel) =>
        [.. (await store.LoadBookAsync(cancel).ConfigureAwait(false)).Ignored.Order().Select(network => network.ToString())];

    /// <summary>The policy, JSON.</summary>
    public async Task<string> PolicyAsync(CancellationToken cancel) =>
        DecisionPolicy.Stored(await store.LoadPolicyAsync(cancel).ConfigureAwait(false)).ToJson();

    /// <summary>The tokens, the latest first.</summary>
    public async Task<IReadOnlyList<TokenView>> TokensAsync(CancellationToken cancel) =>
        [.. (await store.ListTokensAsync(cancel).ConfigureAwait(false)).Select(TokenDesk.Of)];

    /// <summary>The coordinators, by name.</summary>
    public Task<IReadOnlyList<MemberRow>> MembersAsync(CancellationToken cancel) => store.ListMembersAsync(cancel);

    /// <summary>Where a text leads, the likeliest first: an address or network to its source, a number to the alarms of that port, a kind to its alarms, a part of a name to the sensors that have it.</summary>
    public IReadOnlyList<SearchHit> Search(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Trim();
        if (Cidr.TryParse(words, out var target))
            return [new SearchHit("source", target.ToString(), ConsoleLinks.Source(target))];

        List<SearchHit> hits = [];
        if (int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue)
            hits.Add(new SearchHit("port", words, ConsoleLinks.AlarmsOf(port)));
        hits.AddRange(Enum.GetValues<ScanKind>().Where(kind => kind.Name().Equals(words, StringComparison.OrdinalIgnoreCase)).Select(kind => new SearchHit("kind", kind.Name(), ConsoleLinks.AlarmsOf(kind))));
        if (words.Length > 0)
            hits.AddRange(SensorMatch.Named(watch.Pulse.Sensors, words).Select(name => new SearchHit("sensor", name, ConsoleLinks.Sensor(name))));
        return hits;
    }

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
            Decisions = await store.ListDecisionsAsync(new DecisionFilter { Within = target, Page = Keyset.First with { Max = Most } }, cancel).ConfigureAwait(false),
            Alarms = await store.ListAlarmsAsync(filter, cancel).ConfigureAwait(false),
            Contacts = await store.ListContactsAsync(filter, cancel).ConfigureAwait(false),
            Refusals = await store.ListRefusalsAsync(target, Most, cancel).ConfigureAwait(false),
        };
    }

    private static Keyset KeysetOf(PageWish wish) => new(wish.BeforeId, wish.AfterId, wish.Rows + 1);

    private IReadOnlyList<BlockView> ViewsOf(IEnumerable<BlockOrder> blocks)
    {
        var now = time.GetUtcNow();
        return [.. blocks
            .Where(block => block.Until is not { } until || until > now)
            .OrderByDescending(block => block.Until ?? DateTimeOffset.MaxValue)
            .ThenBy(block => block.Target)
            .Select(block => new BlockView { Target = block.Target, Until = block.Until, Origin = block.ByOperator ? "operator" : "coordinator", Proven = block.Proven, Reason = block.Reason, Port = block.Port })];
    }

    private static string Spared(OrderBook book, Cidr target) =>
        book.Ignored.Any(network => network.Overlaps(target)) ? "ignored"
        : book.ProtectedAs(FleetRole.Sensor).Any(target.Contains) ? "sensor"
        : book.ProtectedAs(FleetRole.Coordinator).Any(target.Contains) ? "coordinator"
        : "";
}

using System.Globalization;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>Answers what operators want to know.</summary>
internal sealed class QueryDesk(IStore store, FleetWatch watch, ActorRef<BookMessage> book, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>What happens in the fleet, as it happens.</summary>
    public FleetWatch Watch => watch;

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
        return new SensorDetail(
            SensorViews.Of(sensor, head, time.GetUtcNow()),
            await store.ListRefusalsOfAsync(name, Most, cancel).ConfigureAwait(false),
            await store.ListAlarmsAsync(new AlarmFilter { Sensor = name }, cancel).ConfigureAwait(false));
    }

    /// <summary>The blocks, those that end last first.</summary>
    public async Task<IReadOnlyList<BlockView>> BlocksAsync(CancellationToken cancel)
    {
        var all = await AskAsync<Page<BlockEntry>>(answer => new FindBlocks(new BlockFilter(), new PageWish(), IsWhole: true, answer), cancel).ConfigureAwait(false);
        var views = await ViewsAsync(all.Rows, [], cancel).ConfigureAwait(false);
        return [.. views.OrderByDescending(block => block.Until ?? DateTimeOffset.MaxValue).ThenBy(block => block.Target)];
    }

    /// <summary>The blocks that a filter lets through, a page at a time, with their number.</summary>
    public async Task<Page<BlockView>> BlocksAsync(BlockFilter filter, PageWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(wish);
        var page = await AskAsync<Page<BlockEntry>>(answer => new FindBlocks(filter, wish, IsWhole: false, answer), cancel).ConfigureAwait(false);
        var refusals = await store.ListRefusalsAsync([.. page.Rows.Select(block => block.Order.Target)], cancel).ConfigureAwait(false);
        return new Page<BlockView>(await ViewsAsync(page.Rows, refusals, cancel).ConfigureAwait(false), page.Newer, page.Older, page.Total);
    }

    /// <summary>True while the fleet blocks nothing by order.</summary>
    public bool IsSimulating => watch.Current.Simulating is not null;

    /// <summary>All blocks in force, also while the fleet simulates.</summary>
    public async Task<IReadOnlyList<BlockEntry>> InForceAsync(CancellationToken cancel) =>
        (await AskAsync<Page<BlockEntry>>(answer => new FindBlocks(new BlockFilter(), new PageWish(), IsWhole: true, answer), cancel).ConfigureAwait(false)).Rows;

    /// <summary>The blocks of exactly these targets that are in force.</summary>
    public Task<IReadOnlyList<BlockEntry>> BlocksOfAsync(IReadOnlyCollection<Cidr> targets, CancellationToken cancel) =>
        AskAsync<IReadOnlyList<BlockEntry>>(answer => new FindTargets(targets, answer), cancel);

    /// <summary>The blocks in force around a network and within it.</summary>
    public async Task<IReadOnlyList<BlockEntry>> AroundAsync(Cidr network, CancellationToken cancel) =>
        (await AskAsync<OrdersAround>(answer => new FindAround(network, answer), cancel).ConfigureAwait(false)).Blocks;

    /// <summary>All blocks that a filter lets through, as feeds have them; none while the fleet simulates.</summary>
    public async Task<IReadOnlyList<BlockEntry>> FeedAsync(BlockFilter filter, CancellationToken cancel) => IsSimulating
        ? []
        : (await AskAsync<Page<BlockEntry>>(answer => new FindBlocks(filter, new PageWish(), IsWhole: true, answer), cancel).ConfigureAwait(false)).Rows;

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
        [.. (await AskAsync<IReadOnlyList<Cidr>>(answer => new ListIgnored(answer), cancel).ConfigureAwait(false)).Select(network => network.ToString())];

    /// <summary>The block lists, by name.</summary>
    public async Task<IReadOnlyList<BlockListView>> ListsAsync(CancellationToken cancel) =>
        [.. (await store.ListListsAsync(cancel).ConfigureAwait(false)).Select(list => BlockListViews.Of(list, time.GetUtcNow()))];

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
        var around = await AskAsync<OrdersAround>(answer => new FindAround(target, answer), cancel).ConfigureAwait(false);
        var connected = await ConnectedAsync(cancel).ConfigureAwait(false);
        var filter = new AlarmFilter { Within = target, Max = Most };
        var view = new SourceView
        {
            Target = target,
            Spared = around.Spared,
            SensorsLevel = connected.Count(sensor => sensor.State!.Applied?.Position.Position >= around.Position.Position),
            SensorsConnected = connected.Count,
            Decisions = await store.ListDecisionsAsync(new DecisionFilter { Within = target, Page = Keyset.First with { Max = Most } }, cancel).ConfigureAwait(false),
            Alarms = await store.ListAlarmsAsync(filter, cancel).ConfigureAwait(false),
            Contacts = await store.ListContactsAsync(filter, cancel).ConfigureAwait(false),
            Refusals = await store.ListRefusalsAsync(target, Most, cancel).ConfigureAwait(false),
        };
        IReadOnlyList<BlockView> blocks = [.. around.Blocks.Take(Most).Select(block => BlockViews.Of(block, connected, view.Refusals))];
        return view with
        {
            Blocks = blocks,
            Why = SourceWhy.Of(view.Alarms, view.Contacts, blocks),
        };
    }

    private static Keyset KeysetOf(PageWish wish) => new(wish.BeforeId, wish.AfterId, wish.Rows + 1);

    private async Task<IReadOnlyList<BlockView>> ViewsAsync(IReadOnlyList<BlockEntry> blocks, IReadOnlyList<RefusalRow> refusals, CancellationToken cancel)
    {
        var connected = await ConnectedAsync(cancel).ConfigureAwait(false);
        return [.. blocks.Select(block => BlockViews.Of(block, connected, refusals))];
    }

    private async Task<IReadOnlyList<SensorRow>> ConnectedAsync(CancellationToken cancel) =>
        [.. (await store.ListSensorsAsync(cancel).ConfigureAwait(false)).Where(sensor => sensor.RevokedAt is null && SensorViews.IsConnected(sensor, time.GetUtcNow()))];

    private async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, BookMessage> question, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!book.Tell(question(answer)))
            throw new StoreUnavailableException("the coordinator has too much to do");

        return await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
    }
}

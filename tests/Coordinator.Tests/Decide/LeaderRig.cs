using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

/// <summary>A leader over a store that is a dictionary: what a step changes is there for the next one, and nothing that it did not ask for is shown to it.</summary>
internal sealed class LeaderRig
{
    private readonly Dictionary<Cidr, string> _stored = [];
    private readonly Dictionary<string, StoredList> _lists = [];
    private long _item;
    private long _seq;

    public static DateTimeOffset Start { get; } = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public LeaderState State { get; private set; } = LeaderState.Begin(new OrderBook("log1"), null);

    /// <summary>The fold of what was committed, by whoever reads the log.</summary>
    public OrderBook Follower { get; } = new("log1");

    public List<LeaderWork> Work { get; } = [];

    public IEnumerable<AlarmRow> Alarms => Work.SelectMany(work => work.Alarms);

    public IEnumerable<AlarmRow> FleetAlarms => Alarms.Where(alarm => alarm.Sensor is null);

    public IEnumerable<DecisionRow> Decisions => Work.SelectMany(work => work.Decisions);

    public IEnumerable<FleetOrder> Orders => Work.SelectMany(work => work.Orders).Select(order => order.Order);

    /// <summary>What was decided, in short.</summary>
    public IEnumerable<string> Decided => Decisions.Select(decision => $"{decision.What} {decision.Target}");

    public LeaderWork Last => Work[^1];

    /// <summary>Another leader takes over, which knows what is stored and no more.</summary>
    public void ChangeLeader() => State = LeaderState.Begin(State.Book, State.Policy.ToJson(), [.. _lists.Values]);

    public void Store(string network, string text) => _stored[Cidr.Parse(network)] = text;

    public LeaderWork Take(params InboxItem[] items)
    {
        var networks = LeaderStep.NetworksOf(State, items);
        var work = LeaderStep.Take(State, items, networks.Where(_stored.ContainsKey).ToDictionary(network => network, network => _stored[network]), Now);
        foreach (var (network, text) in work.Sources)
            _stored[network] = text;
        foreach (var change in work.Lists)
            Store(change);
        Assert.All(work.Orders, order => Assert.True(Follower.TryApply(order), $"order {order.Position}"));
        Work.Add(work);
        return work;
    }

    /// <summary>Steps until the lists have what they want.</summary>
    public void WorkOff()
    {
        while (State.HasMoreToDo)
            Take();
    }

    /// <summary>A block list as it is stored; null when there is none.</summary>
    public BlockList? List(string name) => _lists.GetValueOrDefault(name)?.List;

    public LeaderWork Report(string sensor, params SensorReport[] reports) => Take(Item(sensor, reports));

    public CommandOutcome Command(OperatorCommand command) => Assert.Single(Take(Item(command)).Outcomes);

    public LeaderWork SetPolicy(DecisionPolicy policy) => Take(Item(new SetPolicy(policy.ToJson()) { Id = Guid.NewGuid(), At = Now, Who = "ann" }));

    public ReportsItem Item(string sensor, params SensorReport[] reports) => new(SensorId.Parse("0123456789abcdef"), sensor, reports) { Id = ++_item, At = Now };

    public CommandItem Item(OperatorCommand command) => new(command) { Id = ++_item, At = Now };

    public AlarmRaised Alarm(string source, int port = 23, bool proven = false, string? network = null, DateTimeOffset? at = null) => new()
    {
        Seq = ++_seq,
        Source = Address.Parse(source),
        Network = Cidr.Parse(network ?? source),
        Mode = "auto",
        Kind = ScanKind.Syn,
        Port = port,
        Probes = 6,
        FirstProbe = (at ?? Now).AddSeconds(-3),
        At = at ?? Now,
        Proven = proven,
        Verdict = "block",
    };

    public ContactsSeen Contacts(params (string Source, int Port)[] contacts) => new()
    {
        Seq = ++_seq,
        Contacts = [.. contacts.Select(one => new FirstContact(Address.Parse(one.Source), SourceNetwork.Of(Address.Parse(one.Source), Cidr.Parse(one.Source)), ScanKind.Syn, one.Port, Now))],
    };

    public SourceHeld Held(string target, DateTimeOffset? since = null, bool byOperator = false, bool forFleet = false, DateTimeOffset? until = null) => new()
    {
        Seq = ++_seq,
        Target = Cidr.Parse(target),
        Since = since ?? Now,
        Until = until,
        ByOperator = byOperator,
        ForFleet = forFleet,
    };

    public AlarmRetracted Retracted(string network) => new() { Seq = ++_seq, Network = Cidr.Parse(network), At = Now };

    public BlockTarget Block(string target, TimeSpan? duration = null) => new(Cidr.Parse(target), duration) { Id = Guid.NewGuid(), At = Now, Who = "ann", Reason = "noise" };

    public UnblockTarget Unblock(string target) => new(Cidr.Parse(target)) { Id = Guid.NewGuid(), At = Now, Who = "ann" };

    public UnblockEverything UnblockEverything() => new() { Id = Guid.NewGuid(), At = Now, Who = "ann" };

    public ChangeIgnoreList Ignore(string[] add, params string[] remove) =>
        new([.. add.Select(Cidr.Parse)], [.. remove.Select(Cidr.Parse)]) { Id = Guid.NewGuid(), At = Now, Who = "ann" };

    public ChangeProtected Protect(string owner, params string[] addresses) =>
        new(FleetRole.Sensor, owner, [.. addresses.Select(Address.Parse)]) { Id = Guid.NewGuid(), At = Now, Who = $"sensor {owner}" };

    public ImportList Import(string name, TimeSpan lasts, params string[] entries) =>
        new(name, lasts, string.Join('\n', entries.Select(Cidr.Parse).Order()), UnusedLines.None) { Id = Guid.NewGuid(), At = Now, Who = "ann", Reason = "known scanners" };

    public SubscribeList Subscribe(string name, string url, TimeSpan every, TimeSpan lasts) =>
        new(name, url, every, lasts) { Id = Guid.NewGuid(), At = Now, Who = "ann", Reason = "known scanners" };

    public KeepFetched Fetched(string name, string url, params string[] entries) =>
        new(name, url, new FetchedList { Entries = string.Join('\n', entries.Select(Cidr.Parse).Order()), ETag = "\"1\"" }, 0.5) { Id = Guid.NewGuid(), At = Now, Who = "coordinator" };

    public KeepFetched NotFetched(string name, string url, string problem) =>
        new(name, url, new FetchedList { Problem = problem }, 0.5) { Id = Guid.NewGuid(), At = Now, Who = "coordinator" };

    public DropList Drop(string name) => new(name) { Id = Guid.NewGuid(), At = Now, Who = "ann" };

    public RenewList Renew(string name) => new(name) { Id = Guid.NewGuid(), At = Now, Who = "ann" };

    public BlockOrder? Find(string target) => State.Book.Find(Cidr.Parse(target));

    private void Store(ListChange change)
    {
        if (change.List is null)
            _lists.Remove(change.Name);
        else if (_lists.TryGetValue(change.Name, out var known))
            _lists[change.Name] = new StoredList(change.List, change.Entries ?? known.Entries, change.Lifted ?? known.Lifted);
        else
            _lists[change.Name] = new StoredList(change.List, change.Entries ?? "", change.Lifted ?? "");
    }
}

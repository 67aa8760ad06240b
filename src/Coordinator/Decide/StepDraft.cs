using PortSentry.Coordinator.Store;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>The work of one step while it is being made.</summary>
internal sealed class StepDraft(LeaderState state, IReadOnlyDictionary<Cidr, string> stored, DateTimeOffset now)
{
    private readonly List<LoggedOrder> _orders = [];
    private readonly List<AlarmRow> _alarms = [];
    private readonly List<ContactRow> _contacts = [];
    private readonly List<DecisionRow> _decisions = [];
    private readonly List<CommandOutcome> _outcomes = [];
    private readonly List<AuditRow> _audit = [];
    private readonly List<ListChange> _lists = [];
    private string? _policy;

    /// <summary>What is decided by, and changes with each order.</summary>
    public LeaderState State => state;

    /// <summary>The coordinator's clock.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What is known of sources.</summary>
    public SourceStates Sources { get; } = new(stored);

    /// <summary>The thresholds in use.</summary>
    public FleetThresholds Thresholds => state.Policy.Thresholds;

    /// <summary>The last order's position.</summary>
    public long Position => state.Book.Position.Position;

    /// <summary>The block of exactly this target that has not ended, or null.</summary>
    public BlockOrder? FindAny(Cidr target) => state.Book.Find(target) is { } block && (block.Until is not { } until || until > now) ? block : null;

    /// <summary>The same, but for what only a list wants: that takes the place of nobody's evidence or order.</summary>
    public BlockOrder? Find(Cidr target) => FindAny(target) is { List: null } block ? block : null;

    /// <summary>Appends an order to the log.</summary>
    public void Order(FleetOrder order)
    {
        var logged = new LoggedOrder(Position + 1, now, order);
        if (!state.TryApply(logged))
            throw new InvalidOperationException($"The book is not at {Position}, where the log is.");
        _orders.Add(logged);
    }

    /// <summary>Notes an alarm.</summary>
    public void Alarm(AlarmRow row) => _alarms.Add(row);

    /// <summary>Notes a contact.</summary>
    public void Contact(ContactRow row) => _contacts.Add(row);

    /// <summary>Notes what became of a command.</summary>
    public void Outcome(CommandOutcome outcome) => _outcomes.Add(outcome);

    /// <summary>Notes who did what.</summary>
    public void Audit(AuditRow row) => _audit.Add(row);

    /// <summary>Notes a decision that leads to no order.</summary>
    public void Decide(Cidr target, string what, string who, string reason) =>
        _decisions.Add(new DecisionRow { Target = target, At = now, What = what, Who = who, Reason = Short(reason) });

    /// <summary>Blocks a target, and notes why.</summary>
    public void Block(BlockOrder order, string who, bool isNew)
    {
        Order(order);
        _decisions.Add(new DecisionRow
        {
            Target = order.Target,
            At = now,
            What = isNew ? "block" : "extend",
            Who = who,
            Reason = order.Reason,
            Until = order.Until,
            Position = Position,
        });
    }

    /// <summary>Lifts the block of a target, and notes why.</summary>
    public void Unblock(Cidr target, string who, string reason)
    {
        Order(new UnblockOrder(target, Short(reason)));
        _decisions.Add(new DecisionRow { Target = target, At = now, What = "unblock", Who = who, Reason = Short(reason), Position = Position });
    }

    /// <summary>Keeps a block list, in which more may have changed than its description.</summary>
    public void Put(KnownList list, bool isNamingOthers = false, bool isLifted = false)
    {
        state.Lists.Put(list);
        _lists.Add(new ListChange(
            list.List.Name,
            list.List,
            isNamingOthers ? ListText.Write(list.Entries) : null,
            isNamingOthers || isLifted ? ListText.Write(list.Lifted) : null));
    }

    /// <summary>Forgets a block list.</summary>
    public void Remove(string list)
    {
        state.Lists.Remove(list);
        _lists.Add(new ListChange(list, null));
    }

    /// <summary>Decides by another policy from now on.</summary>
    public void Follow(DecisionPolicy policy) => (state.Policy, _policy) = (policy, policy.ToJson());

    /// <summary>The work that is made, which deals with these items.</summary>
    public LeaderWork ToWork(IReadOnlyList<long> done) => new()
    {
        Done = done,
        Orders = _orders,
        Alarms = _alarms,
        Contacts = _contacts,
        Sources = Sources.Changed(),
        Decisions = _decisions,
        Outcomes = _outcomes,
        Audit = _audit,
        Lists = _lists,
        Policy = _policy,
    };

    private static string Short(string reason) => Shortened.To(Shortened.Reason, reason);
}

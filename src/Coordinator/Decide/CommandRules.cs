using System.Globalization;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>What follows from the commands of operators, and of the coordinators themselves.</summary>
internal static class CommandRules
{
    private const string Operator = "operator";
    private const int MaxIgnored = 10_000;
    private const int MaxChanges = 1000;

    /// <summary>Carries out a command, or says why not.</summary>
    public static void Take(StepDraft draft, OperatorCommand command)
    {
        var carried = command switch
        {
            BlockTarget block => Block(draft, block),
            ExtendTarget extend => Extend(draft, extend),
            UnblockTarget unblock => Unblock(draft, unblock),
            UnblockEverything everything => UnblockAll(draft, everything),
            ChangeIgnoreList change => Ignore(draft, change),
            SetPolicy set => Follow(draft, set),
            SimulateFleet simulate => Simulate(draft, simulate),
            ChangeProtected change => Protect(draft, change),
            ImportList or SubscribeList or RenewList or DropList or KeepFetched => ListRules.Take(draft, command),
            _ => Carried.Not($"the command {command.GetType().Name} is unknown here"),
        };
        draft.Outcome(new CommandOutcome { Command = command.Id, At = draft.Now, Error = carried.Error, Targets = carried.Targets, Position = draft.Position });
        if (carried.What.Length > 0)
            draft.Audit(new AuditRow(draft.Now, command.Who, Shortened.To(Shortened.Reason, carried.What), command.Reason));
    }

    /// <summary>The blocks that <see cref="Lifting"/> a target means; an address's own is among them whether it is there or not.</summary>
    public static IReadOnlyList<Cidr> LiftedBy(LeaderState state, Cidr target)
    {
        if (!target.IsHost)
            return [.. state.Book.Blocks.Values.Where(block => IsLifted(target, block)).Select(block => block.Target).Order()];
        if (target.IsIPv4)
            return [target];

        var around = Enumerable.Range(SourceNetwork.WidestIPv6, target.Prefix - SourceNetwork.WidestIPv6)
            .Select(prefix => state.Book.Find(new Cidr(target.Base, prefix))).OfType<BlockOrder>().Where(block => IsLifted(target, block)).Select(block => block.Target);
        return [target, .. around];
    }

    private static bool IsLifted(Cidr target, BlockOrder block) => Lifting.Means(target, block.Target, block.ByOperator);

    private static Carried Block(StepDraft draft, BlockTarget command)
    {
        if (draft.State.Guard.WhyNot(command.Target) is { } why)
            return Carried.Not($"{command.Target} {why}, so it is not blocked");
        if (command.Duration is { } asked && (asked < TimeSpan.Zero || asked > DecisionPolicy.LongestDuration))
            return Carried.Not($"a block lasts 0, for ever, to {DecisionPolicy.LongestDuration.Days} days");

        var present = draft.Find(command.Target);
        var order = Order(draft, command, present);
        if (order.Until <= draft.Now)
            return Carried.Not($"the block of {command.Target} would be over by now");
        if (present is null && !Blocking.TryMakeRoom(draft, order))
            return Carried.Not(string.Create(CultureInfo.InvariantCulture, $"{draft.State.Book.Blocks.Count} blocks are in force, and none of them gives way"));

        draft.Block(order, command.Who, present is null);
        if (FleetGuard.IsSource(command.Target))
            draft.Sources.Put(command.Target, Blocked(draft.Sources.Source(command.Target), present is null));
        return Carried.Out($"blocks add {command.Target} {(order.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $"until {until:u}") : "for ever")}", [command.Target]);
    }

    /// <summary>Why it is blocked stays; who wants it blocked for longer is a person, so it gives way to nobody from now on.</summary>
    private static Carried Extend(StepDraft draft, ExtendTarget command)
    {
        if (draft.FindAny(command.Target) is not { } present)
            return Carried.Not($"{command.Target} is not blocked, so its block cannot be extended");
        if (present.Until is not { } until)
            return Carried.Not($"{command.Target} is blocked for ever already");
        if (draft.State.Guard.WhyNot(command.Target) is { } why)
            return Carried.Not($"{command.Target} {why}, so its block is not extended");
        if (command.By <= TimeSpan.Zero || until - draft.Now + command.By > DecisionPolicy.LongestDuration)
            return Carried.Not($"a block lasts {DecisionPolicy.LongestDuration.Days} days at the most; 0, for ever, can be set anew");

        var end = Blocking.EndOf(until, command.By);
        draft.Block(present with { Until = end, ByOperator = true, List = null }, command.Who, isNew: false);
        draft.Sources.Put(command.Target, Blocked(draft.Sources.Source(command.Target), isNew: false));
        return Carried.Out(string.Create(CultureInfo.InvariantCulture, $"blocks extend {command.Target} until {end:u}"), [command.Target]);
    }

    private static BlockOrder Order(StepDraft draft, BlockTarget command, BlockOrder? present) => new()
    {
        Target = command.Target,
        Until = Blocking.EndOf(command.At, command.Duration is { } asked ? (asked == TimeSpan.Zero ? null : asked) : draft.State.Policy.DurationOf(proven: true, 1)),
        ByOperator = true,
        Proven = present is { Proven: true },
        Reason = Shortened.To(Shortened.Reason, command.Reason.Length == 0 ? $"ordered by {command.Who}" : command.Reason),
    };

    private static KnownSource Blocked(KnownSource known, bool isNew) =>
        (isNew ? known with { Times = known.Times + 1, Causes = [] } : known).With(Operator);

    private static Carried Unblock(StepDraft draft, UnblockTarget command)
    {
        var targets = LiftedBy(draft.State, command.Target);
        // Sensors may hold what the book does not.
        IReadOnlyList<Cidr> lifted = targets.Count == 0 ? [command.Target] : targets;
        List<Cidr> blocked = [.. lifted.Where(target => draft.FindAny(target) is not null)];
        if (blocked.Count == 0 && BlockAround(draft, command.Target) is { } around)
            return Carried.Not($"{command.Target} is blocked with {around.Target}: unblock that");

        Lift(draft, command, lifted);
        ListRules.Lift(draft, command.Target);
        if (command.Target.IsHost)
            ForgetEvidence(draft, lifted, command.At);
        else
            draft.Sources.Lift(command.Target, command.At);
        return Carried.Out($"blocks remove {command.Target}", blocked);
    }

    private static BlockOrder? BlockAround(StepDraft draft, Cidr target) =>
        Enumerable.Range(0, target.Prefix).Reverse().Select(prefix => draft.FindAny(new Cidr(target.Base, prefix))).OfType<BlockOrder>().FirstOrDefault();

    private static Carried UnblockAll(StepDraft draft, UnblockEverything command) => Carried.Out("blocks remove all", LiftAll(draft, command));

    private static List<Cidr> LiftAll(StepDraft draft, OperatorCommand command)
    {
        // What lists want is lifted in steps, so that nothing else waits for that.
        List<Cidr> listed = [.. draft.State.Listed.Targets];
        List<Cidr> lifted = [.. draft.State.Book.Blocks.Values.Where(block => block.List is null).Select(block => block.Target).Order()];
        ListRules.Hold(draft, command);
        Lift(draft, command, lifted);
        draft.Sources.Lift(new Cidr(Address.FromIPv4(0), 0), command.At);
        draft.Sources.Lift(new Cidr(Address.FromBytes(new byte[16]), 0), command.At);
        return [.. lifted, .. listed];
    }

    private static void Lift(StepDraft draft, OperatorCommand command, IEnumerable<Cidr> targets)
    {
        var reason = command.Reason.Length == 0 ? $"unblocked by {command.Who}" : command.Reason;
        foreach (var target in targets)
            draft.Unblock(target, command.Who, reason);
    }

    private static void ForgetEvidence(StepDraft draft, IReadOnlyList<Cidr> sources, DateTimeOffset at)
    {
        foreach (var source in sources.Where(FleetGuard.IsSource))
        {
            var prefix = CoordinatedScan.PrefixOf(source, draft.Thresholds);
            draft.Sources.Put(source, draft.Sources.Source(source).Lifted(at));
            draft.Sources.Put(prefix, draft.Sources.Prefix(prefix).Forgetting(source));
        }
    }

    private static Carried Ignore(StepDraft draft, ChangeIgnoreList command)
    {
        var ignored = draft.State.Book.Ignored;
        List<Cidr> add = [.. command.Add.Distinct().Where(network => !ignored.Contains(network))];
        List<Cidr> remove = [.. command.Remove.Distinct().Where(network => ignored.Contains(network) && !command.Add.Contains(network))];
        if (add.Count + remove.Count > MaxChanges || ignored.Count + add.Count - remove.Count > MaxIgnored)
            return Carried.Not($"the ignore list takes {MaxChanges} changes at once and {MaxIgnored} networks in all");
        if (add.Where(IsTooWide).Select(network => network.ToString()).FirstOrDefault() is { } wide)
            return Carried.Not($"{wide} is too wide to be ignored: /{FleetGuard.WidestIPv4} for IPv4 and /{FleetGuard.WidestIPv6} for IPv6 are the widest");
        if (add.Count == 0 && remove.Count == 0)
            return Carried.AsItWas;

        draft.Order(new IgnoreOrder(add, remove));
        ListRules.LookAtSpared(draft);
        var networks = new CidrSet(add);
        var lifted = add.Count == 0 ? [] : draft.State.Book.Blocks.Keys.Where(networks.Overlaps).Order().ToList();
        foreach (var target in lifted)
            draft.Unblock(target, command.Who, command.Reason.Length == 0 ? $"ignored by order of {command.Who}" : command.Reason);
        return Carried.Out($"ignore{Listed(" add", add)}{Listed(" remove", remove)}", [.. add, .. remove]);
    }

    private static bool IsTooWide(Cidr network) => network.Prefix < (network.IsIPv4 ? FleetGuard.WidestIPv4 : FleetGuard.WidestIPv6);

    private static Carried Follow(StepDraft draft, SetPolicy command)
    {
        if (DecisionPolicy.TryRead(command.Policy, out var errors) is not { } policy)
            return Carried.Not(string.Join("; ", errors));

        SimulationRules.Follow(draft, policy with { BreakGlass = draft.State.Policy.BreakGlass });
        return Carried.Out("policy set", []);
    }

    private static Carried Simulate(StepDraft draft, SimulateFleet command)
    {
        var carried = SimulationRules.Take(draft, command);
        return carried.Error is null && command is { On: true, LiftAll: true }
            ? carried with { Targets = LiftAll(draft, command) }
            : carried;
    }

    private static Carried Protect(StepDraft draft, ChangeProtected command)
    {
        var owners = draft.State.Owners ??= FleetOwners.Load(draft.Sources.Stored);
        List<Address> addresses = [.. command.Addresses.Distinct().Where(address => !FleetGuard.IsSpecial(address)).Take(SensorStatus.MaxAddresses)];
        var known = draft.State.Book.ProtectedAs(command.Role);
        var (isNews, gone) = owners.Change(command.Role, command.Owner, addresses);
        List<Address> add = [.. addresses.Where(address => !known.Contains(address))];
        List<Address> remove = [.. gone.Where(known.Contains)];
        if (isNews)
            draft.Sources.Put(owners.ShardWith(command.Role, command.Owner));
        if (add.Count == 0 && remove.Count == 0)
            return Carried.AsItWas;

        draft.Order(new ProtectOrder(command.Role, add, remove));
        ListRules.LookAtSpared(draft);
        foreach (var target in add.SelectMany(address => BlocksAround(draft.State.Book, address)).Distinct())
            draft.Unblock(target, Blocking.Coordinator, $"{command.Owner} of the fleet has an address there");
        return Carried.Out($"protect {command.Role} {command.Owner}{Listed(" add", add)}{Listed(" remove", remove)}", [.. add.Select(Cidr.Host)]);
    }

    private static List<Cidr> BlocksAround(OrderBook book, Address address) =>
        [.. Enumerable.Range(0, address.Bits + 1).Select(prefix => new Cidr(address, prefix)).Where(book.Blocks.ContainsKey)];

    private static string Listed<T>(string what, IReadOnlyCollection<T> some) => some.Count == 0 ? "" : $"{what} {string.Join(' ', some)}";
}

using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

/// <summary>Lists beside alarms and operators, about few targets, so that they meet.</summary>
public sealed class ListProperties
{
    private const int Unblock = 2;

    private static readonly string[] Targets = ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.0/30", "203.0.113.0/24", "2001:db8::/64", "2001:db8::2"];
    private static readonly TimeSpan AboutToEnd = TimeSpan.FromMinutes(1);

    [Fact]
    public void What_others_block_is_as_it_would_be_without_lists() => Prop.ForAll(Scripts().ToArbitrary(), script =>
    {
        var (with, without) = (new LeaderRig(), new LeaderRig());
        foreach (var step in script)
        {
            (with.Now, without.Now) = (with.Now + step.Later, without.Now + step.Later);
            // What is blocked only with a network is not unblocked by itself: whether it is, a list may make the difference.
            if (step.Unblocked is { } target && (IsWithinBlock(with, target) || IsWithinBlock(without, target)))
                continue;

            step.Do(with);
            if (!step.IsOfLists)
                step.Do(without);
            if (!Others(with).SequenceEqual(Others(without)))
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lists_have_all_blocked_that_they_want_and_nothing_else_once_they_are_worked_off() => Prop.ForAll(Scripts().ToArbitrary(), script =>
    {
        var rig = new LeaderRig();
        foreach (var step in script)
        {
            rig.Now += step.Later;
            step.Do(rig);
            if (step.Later == TimeSpan.Zero)
                rig.ChangeLeader();
        }

        LookAgain(rig);
        var state = rig.State;
        return Targets.Select(Cidr.Parse).All(target =>
        {
            var block = state.Book.Find(target);
            var isWanted = state.Guard.WhyNot(target) is null && state.Lists.All.Any(list => list.Wants(target, rig.Now));
            return (isWanted ? block is not null : block is not { List: not null }) && (block?.List is not { } name || state.Lists.Find(name)!.Wants(target, rig.Now));
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_protected_or_ignored_is_blocked_by_a_list() => Prop.ForAll(Scripts().ToArbitrary(), script =>
    {
        var rig = new LeaderRig();
        return script.TrueForAll(step =>
        {
            rig.Now += step.Later;
            step.Do(rig);
            return rig.Follower.Digest == rig.State.Book.Digest
                && !rig.Follower.Blocks.Keys.Any(blocked => rig.Follower.ProtectedAs(FleetRole.Sensor).Any(blocked.Contains) || rig.Follower.Ignored.Any(blocked.Overlaps));
        });
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<BlockOrder> Others(LeaderRig rig) =>
        rig.State.Book.Blocks.Values.Where(block => block.List is null && !(block.Until <= rig.Now + AboutToEnd)).OrderBy(block => block.Target);

    private static bool IsWithinBlock(LeaderRig rig, Cidr target) =>
        rig.State.Book.Blocks.Values.Any(block => block.Target.Prefix < target.Prefix && block.Target.Contains(target.Base));

    private static void LookAgain(LeaderRig rig)
    {
        foreach (var _ in Enumerable.Range(0, 4))
        {
            rig.Now += TimeSpan.FromSeconds(30);
            rig.Take();
        }

        rig.WorkOff();
    }

    private static Gen<List<Step>> Scripts()
    {
        var name = Gen.Elements("a", "b");
        var lasts = Gen.Elements(TimeSpan.FromMinutes(30), TimeSpan.FromDays(7), TimeSpan.Zero);
        var lists =
            from what in Gen.Choose(0, 4)
            from list in name
            from time in lasts
            from count in Gen.Choose(1, 4)
            from entries in Gen.Elements(Targets).ArrayOf(count)
            select new Step($"list {what} {list} {time}: {string.Join(' ', entries)}", rig => rig.Command(what switch { 0 => rig.Drop(list), 1 => rig.Renew(list), _ => rig.Import(list, time, [.. entries.Distinct()]) }), IsOfLists: true);
        var others =
            from what in Gen.Choose(0, 8)
            from source in Gen.Elements(Targets.Where(target => !target.Contains('/', StringComparison.Ordinal)).ToArray())
            from target in Gen.Elements(Targets)
            select new Step($"other {what}: {source} {target}", rig => Do(rig, what, source, target), IsOfLists: false) { Unblocked = what == Unblock ? Cidr.Parse(target) : null };
        var later = Gen.Elements(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20), TimeSpan.FromHours(3));
        return Gen.Zip(Gen.OneOf(lists, others), later).ListOf(30).Select(steps => steps.Select(pair => pair.Item1 with { Later = pair.Item2 }).ToList());
    }

    private static void Do(LeaderRig rig, int what, string source, string target)
    {
        switch (what)
        {
            case 0:
                rig.Report("web1", rig.Retracted(source));
                break;
            case 1:
                rig.Command(rig.Block(target, TimeSpan.FromMinutes(30)));
                break;
            case Unblock:
                rig.Command(rig.Unblock(target));
                break;
            case 3:
                rig.Command(rig.Protect("web1", source));
                break;
            case 4:
                rig.Command(rig.Ignore([target], source));
                break;
            case 5:
                rig.Command(rig.UnblockEverything());
                break;
            default:
                rig.Report("web1", rig.Alarm(source, proven: what == 6, network: source.Contains(':', StringComparison.Ordinal) ? "2001:db8::/64" : source));
                break;
        }
    }

    private sealed record Step(string What, Action<LeaderRig> Do, bool IsOfLists)
    {
        public TimeSpan Later { get; init; }

        public Cidr? Unblocked { get; init; }

        public override string ToString() => $"{What} after {Later}";
    }
}

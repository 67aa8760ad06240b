using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class LeaderStepProperties
{
    [Fact]
    public void Nobody_protected_or_ignored_is_ever_blocked_and_the_log_has_no_gaps() => Prop.ForAll(Scripts().ToArbitrary(), script =>
    {
        var rig = new LeaderRig();
        foreach (var step in script)
        {
            rig.Now += step.Later;
            rig.Take(step.Make(rig));
            if (!Holds(rig))
                return false;
        }

        return rig.Work.SelectMany(work => work.Orders).Select(order => order.Position).SequenceEqual(Enumerable.Range(1, rig.Orders.Count()).Select(position => (long)position));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Items_one_by_one_by_changing_leaders_give_the_same_book_as_in_batches() => Prop.ForAll(Scripts().ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), (script, size) =>
    {
        var single = new LeaderRig();
        var batched = new LeaderRig();
        foreach (var some in script.Chunk(size))
        {
            foreach (var step in some)
            {
                single.Take(step.Make(single));
                single.ChangeLeader();
            }

            batched.Take([.. some.Select(step => step.Make(batched))]);
        }

        return Equals(single.State.Book, batched.State.Book)
            && single.Alarms.Select(alarm => alarm.Words).SequenceEqual(batched.Alarms.Select(alarm => alarm.Words))
            && single.Decided.SequenceEqual(batched.Decided);
    }).QuickCheckThrowOnFailure();

    private static bool Holds(LeaderRig rig)
    {
        var book = rig.State.Book;
        return Equals(book, rig.Follower)
            && !book.Blocks.Keys.Any(blocked => book.ProtectedAs(FleetRole.Sensor).Any(blocked.Contains) || book.Ignored.Any(blocked.Overlaps))
            && rig.Last.Orders.Select(order => order.Order).OfType<BlockOrder>().All(block => block.Reason.Length is > 0 and <= 500 && block.Until?.Ticks % TimeSpan.TicksPerSecond is null or 0);
    }

    private static bool Equals(OrderBook one, OrderBook other) => one.Position == other.Position && one.Digest == other.Digest && one.Blocks.Count == other.Blocks.Count;

    private static Gen<List<Step>> Scripts()
    {
        var source = Gen.OneOf(Gen.Choose(1, 12).Select(host => $"203.0.113.{host}"), Gen.Choose(1, 4).Select(host => $"2001:db8::{host}"));
        var network = Gen.Elements("203.0.113.0/30", "203.0.113.8/29", "203.0.113.0/24", "2001:db8::/64", "2001:db8::2");
        var sensor = Gen.Choose(1, 5).Select(number => $"web{number}");
        var port = Gen.Choose(1, 6);
        var reports =
            from name in sensor
            from one in source
            from number in port
            from proven in Gen.Elements(true, false)
            from what in Gen.Choose(0, 5)
            select new Step($"report {what} of {name}: {one} {number} {proven}", rig => rig.Item(name, Report(rig, what, one, number, proven)));
        var commands =
            from one in source
            from wide in network
            from what in Gen.Choose(0, 6)
            from name in sensor
            select new Step($"command {what}: {one} {wide} {name}", rig => rig.Item(Command(rig, what, one, wide, name)));
        var later = Gen.Elements(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20), TimeSpan.FromHours(3));
        return Gen.Zip(Gen.Frequency((6, reports), (1, commands)), later).ListOf(80).Select(list => list.Select(pair => pair.Item1 with { Later = pair.Item2 }).ToList());
    }

    private static SensorReport Report(LeaderRig rig, int what, string source, int port, bool proven) => what switch
    {
        0 => rig.Alarm(source, port, proven, source.Contains(':', StringComparison.Ordinal) ? "2001:db8::/64" : source),
        1 => rig.Held(source, rig.Now.AddMinutes(-port), byOperator: proven, forFleet: port > 3),
        2 => rig.Retracted(source),
        _ => rig.Contacts((source, port)),
    };

    private static OperatorCommand Command(LeaderRig rig, int what, string source, string network, string owner) => what switch
    {
        0 => rig.Block(source, TimeSpan.FromMinutes(30)),
        1 => rig.Block(network),
        2 => rig.Unblock(network),
        3 => rig.Unblock(source),
        4 => rig.Protect(owner, source),
        5 => rig.Ignore([source], network),
        _ => rig.Ignore([network], source),
    };

    private sealed record Step(string What, Func<LeaderRig, InboxItem> Make)
    {
        public TimeSpan Later { get; init; }

        public override string ToString() => $"{What} after {Later}";
    }
}

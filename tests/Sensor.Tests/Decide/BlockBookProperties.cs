using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Decide;

public sealed class BlockBookProperties
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private static readonly BlockPolicy Policy = new()
    {
        Proven = TimeSpan.FromHours(2),
        Unproven = TimeSpan.FromHours(1),
        Longest = TimeSpan.FromHours(16),
        MaxBlocks = 10,
        MaxPerMinute = 8,
    };

    [Fact]
    public void Any_sequence_of_commands_keeps_the_list_within_its_bounds_and_its_ends_in_order() => Prop.ForAll(Commands().ToArbitrary(), commands =>
    {
        var book = new BlockBook(Policy, Protecting([]));
        var now = Start;
        return commands.All(command =>
        {
            command.Run(book, now);
            now += command.Later;
            book.Expire(now);
            return Holds(book, now);
        });
    }).QuickCheckThrowOnFailure();

    private static bool Holds(BlockBook book, DateTimeOffset now)
    {
        var targets = book.Blocks.Select(block => block.Target).ToList();
        return book.Blocks.Count <= Policy.MaxBlocks
            && targets.Distinct().Count() == targets.Count
            && targets.TrueForAll(target => book.Find(target)!.Target == target)
            && book.NextEnd == book.Blocks.Min(block => block.Until)
            && !book.Blocks.Any(block => block.HasEnded(now))
            && targets.TrueForAll(target => book.Protection.WhyNot(target) is null);
    }

    private static Gen<List<Command>> Commands()
    {
        var target = Gen.Choose(1, 30).Select(host => Cidr.Parse($"203.0.113.{host}"));
        var requests =
            from one in target
            from origin in Gen.Elements(BlockOrigin.Local, BlockOrigin.Local, BlockOrigin.Operator, BlockOrigin.Coordinator)
            from proven in Gen.Elements(true, false)
            from asked in Gen.Elements<TimeSpan?>(null, null, TimeSpan.Zero, TimeSpan.FromMinutes(7))
            select new BlockRequest { Target = one, Origin = origin, Proven = proven, Duration = origin == BlockOrigin.Local ? null : asked };
        var commands = Gen.Frequency(
            (12, requests.Select(request => new Command($"decide {request}", (book, now) => book.Decide(request, now)))),
            (1, target.Select(one => new Command($"remove {one}", (book, _) => book.Remove(one)))),
            (1, target.Select(one => new Command($"retract {one}", (book, _) => book.Retract(one, one.Base)))),
            (2, target.Select(one => new Command($"prove {one}", (book, _) => book.Prove(one)))),
            (1, target.ListOf(2).Select(some => new Command($"protect {string.Join(' ', some)}", (book, _) => Protect(book, some)))));
        var later = Gen.Elements(TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), TimeSpan.FromHours(3));
        return Gen.Zip(commands, later).ListOf(60).Select(list => list.Select(pair => pair.Item1 with { Later = pair.Item2 }).ToList());
    }

    private static void Protect(BlockBook book, IEnumerable<Cidr> networks)
    {
        book.Protection = Protecting(networks);
        book.RemoveProtected();
    }

    private static Protection Protecting(IEnumerable<Cidr> networks) =>
        new(new Dictionary<ProtectionReason, IEnumerable<Cidr>> { [ProtectionReason.Ignored] = networks });

    private sealed record Command(string What, Action<BlockBook, DateTimeOffset> Run)
    {
        public TimeSpan Later { get; init; }

        public override string ToString() => $"{What}, then {Later}";
    }
}

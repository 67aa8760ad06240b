using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Bouncers;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Bouncers;

public sealed class BouncerRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.2, "0h0m1s")]
    [InlineData(59.9, "0h0m59s")]
    [InlineData(3661, "1h1m1s")]
    [InlineData(2_000_000, "555h33m20s")]
    public void Length_is_whole_hours_minutes_and_seconds(double seconds, string expected) => Assert.Equal(expected, BouncerRules.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Block_is_a_ban_of_an_address_or_a_range_with_an_end()
    {
        Assert.Equal(
            new BouncerDecision(7, "crowdsec", "ban", "Ip", "203.0.113.7", "portsentry/port-scan", "1h0m0s"),
            BouncerRules.Decision(Entry("203.0.113.7", Now.AddHours(1)), Now));
        Assert.Equal(
            new BouncerDecision(7, "cscli", "ban", "Range", "2001:db8::/64", "manual", "555h33m20s"),
            BouncerRules.Decision(Entry("2001:db8::/64", until: null, byOperator: true), Now));
        Assert.Equal(("lists", "drop"), (
            BouncerRules.Decision(Entry("203.0.113.7", Now.AddHours(1), list: "drop"), Now).Origin, BouncerRules.Decision(Entry("203.0.113.7", Now.AddHours(1), list: "drop"), Now).Scenario));
    }

    [Theory]
    [InlineData("scopes", "ip,range", true)]
    [InlineData("scopes", "range", false)]
    [InlineData("origins", "CAPI,crowdsec", true)]
    [InlineData("origins", "lists", false)]
    [InlineData("containing", "scan", true)]
    [InlineData("containing", "ssh", false)]
    [InlineData("not", "ssh", true)]
    [InlineData("not", "port-scan,ssh", false)]
    public void Bouncer_gets_what_it_asks_for(string filter, string words, bool wanted)
    {
        var decision = BouncerRules.Decision(Entry("203.0.113.7", Now.AddHours(1)), Now);
        string[] list = words.Split(',');
        var wish = filter switch
        {
            "scopes" => new BouncerWish { Scopes = list },
            "origins" => new BouncerWish { Origins = list },
            "containing" => new BouncerWish { Containing = list },
            _ => new BouncerWish { NotContaining = list },
        };

        Assert.Equal(wanted, BouncerRules.Wants(wish, decision));
        // What is over goes, whatever led to it.
        Assert.Equal(filter != "scopes" || wanted, BouncerRules.Wants(wish, BouncerRules.Deleted(Cidr.Parse("203.0.113.7"))));
    }

    [Fact]
    public void What_outlasts_the_longest_end_is_told_again_before_it_is_over()
    {
        BlockEntry[] blocks = [Entry("203.0.113.7", until: null), Entry("203.0.113.8", Now + BouncerRules.Renewal), Entry("203.0.113.9", Now + (2 * BouncerRules.Renewal))];

        var told = BouncerRules.Renewed(blocks, Now);

        Assert.Equal(["203.0.113.7", "203.0.113.9"], told.New.Select(one => one.Value));
        Assert.Equal(["203.0.113.7", "203.0.113.9"], told.Deleted.Select(one => one.Value));
        Assert.True(3 * BouncerRules.Renewal <= BouncerRules.Longest && BouncerRules.Longest < TimeSpan.FromMilliseconds(int.MaxValue));
    }

    [Fact]
    public void Block_that_goes_on_is_taken_away_first_whatever_the_times_of_its_orders_say()
    {
        // The answer that told its first order is not told again, and the clock stands still, is set back, or is ahead of the end.
        foreach (var off in new[] { 0, -3, 9 })
            Assert.True(BlocksWhatIsInForce([Block(1, 5), Asks(), Block(1, 9, off), Asks(Fate.Lost), Asks(after: 4), Asks(after: 2)]), $"{off} s");
    }

    [Fact]
    public void Block_that_began_since_is_told_alone_and_one_that_another_process_read_is_taken_away_first()
    {
        var (began, unknown) = (Entry("203.0.113.7", Now.AddHours(1)), Entry("203.0.113.8", Now.AddHours(1)) with { Began = 0 });
        var extended = Entry("203.0.113.9", Now.AddHours(1)) with { Began = 6 };
        Dictionary<Cidr, long> touched = [];
        foreach (var (entry, position) in new[] { (began, 7), (unknown, 7), (extended, 6), (extended, 7) })
            BouncerRules.Note(touched, new LoggedOrder(position, Now, entry.Order));

        var told = BouncerRules.Of(touched, [began, unknown, extended], Now);

        Assert.Equal(["203.0.113.7", "203.0.113.8", "203.0.113.9"], told.New.Select(one => one.Value));
        Assert.Equal(["203.0.113.8", "203.0.113.9"], told.Deleted.Select(one => one.Value));
    }

    /// <summary>Whatever is ordered, by whatever clock, and whenever it asks: by what it is told, and the ends that it keeps itself, a bouncer blocks what is in force; any number of answers that do not go out, and one that is lost behind that, are made good by the next.</summary>
    [Fact]
    public void Bouncer_blocks_what_is_in_force_whenever_it_asks_and_though_an_answer_is_lost() =>
        Prop.ForAll(Stories.ToArbitrary(), BlocksWhatIsInForce).QuickCheckThrowOnFailure();

    private static bool BlocksWhatIsInForce(List<Step> story)
    {
        var book = new LiveBook(new DatedBook(new OrderBook("log1"), new Dictionary<Cidr, BlockDate>()));
        List<LoggedOrder> log = [];
        var (bouncer, before, last, wasLost, now) = (new Bouncer(), 0, 0, false, Now);
        foreach (var step in story)
        {
            now = now.AddSeconds(step.Seconds);
            if (step.Order is { } order)
            {
                log.Add(new LoggedOrder(log.Count + 1, now.AddSeconds(step.Off), order(now)));
                book.TryApply(log[^1]);
                continue;
            }

            Dictionary<Cidr, long> touched = [];
            foreach (var one in log.Skip(before))
                BouncerRules.Note(touched, one);
            var told = BouncerRules.Of(touched, book.Of(touched.Keys, now), now);
            if (step.Fate == Fate.NeverWentOut)
                continue;
            (before, last) = (last, log.Count);
            wasLost = step.Fate == Fate.Lost && !wasLost;
            if (wasLost)
                continue;

            bouncer.Take(told, now);
            if (!bouncer.InForce(now).SetEquals(book.Find(new BlockFilter(), now).Select(entry => entry.Order.Target.ToString())))
                return false;
        }

        return true;
    }

    private static Gen<List<Step>> Stories => Gen.Frequency(
        (4, from target in Gen.Choose(1, 4)
            from length in Gen.Choose(1, 20)
            from off in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(-20, 20)))
            from seconds in Gen.Choose(0, 3)
            select Block(target, length, off, seconds)),
        (2, from target in Gen.Choose(1, 4) from seconds in Gen.Choose(0, 3) select new Step(seconds, _ => new UnblockOrder(Cidr.Parse($"203.0.113.{target}"), "a test"))),
        (1, from seconds in Gen.Choose(0, 3) select new Step(seconds, at => new ExpireOrder(at))),
        (3, from seconds in Gen.Choose(0, 9) from fate in Gen.Elements(Fate.Arrives, Fate.Arrives, Fate.NeverWentOut, Fate.Lost) select Asks(fate, seconds))).ListOf(40).Select(steps => steps.ToList());

    private static Step Block(int target, int length, int off = 0, int after = 0) =>
        new(after, at => new BlockOrder { Target = Cidr.Parse($"203.0.113.{target}"), Until = at.AddSeconds(length) }, Off: off);

    private static Step Asks(Fate fate = Fate.Arrives, int after = 0) => new(after, null, fate);

    private static BlockEntry Entry(string target, DateTimeOffset? until, bool byOperator = false, string? list = null) =>
        new(new BlockOrder { Target = Cidr.Parse(target), Until = until, ByOperator = byOperator, List = list }, Now.AddHours(-1), 7, 7);

    private enum Fate
    {
        Arrives,
        NeverWentOut,
        Lost,
    }

    /// <summary>An order by a clock that is so far off, or a question.</summary>
    private sealed record Step(int Seconds, Func<DateTimeOffset, FleetOrder>? Order, Fate Fate = Fate.Arrives, int Off = 0);

    /// <summary>As CrowdSec's firewall bouncer does: takes away, then adds; what it has already it leaves as it is, with its end.</summary>
    private sealed class Bouncer
    {
        private readonly Dictionary<string, DateTimeOffset> _ends = [];

        public void Take(BouncerStream told, DateTimeOffset now)
        {
            Expire(now);
            foreach (var one in told.Deleted)
                _ends.Remove(one.Value);
            foreach (var one in told.New)
                _ends.TryAdd(one.Value, now + Parse(one.Duration));
        }

        public HashSet<string> InForce(DateTimeOffset now)
        {
            Expire(now);
            return [.. _ends.Keys];
        }

        private void Expire(DateTimeOffset now)
        {
            foreach (var over in _ends.Where(end => end.Value <= now).Select(end => end.Key).ToList())
                _ends.Remove(over);
        }

        private static TimeSpan Parse(string duration)
        {
            var parts = duration.TrimEnd('s').Split('h', 'm').Select(int.Parse).ToArray();
            return new TimeSpan(parts[0], parts[1], parts[2]);
        }
    }
}

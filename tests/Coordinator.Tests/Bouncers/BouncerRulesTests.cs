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

    /// <summary>Whatever is ordered, and whenever it asks: by what it is told, and the ends that it keeps itself, a bouncer blocks what is in force; any number of answers that do not go out, and one that is lost behind that, are made good by the next.</summary>
    [Fact]
    public void Bouncer_blocks_what_is_in_force_whenever_it_asks_and_though_an_answer_is_lost() => Prop.ForAll(Stories.ToArbitrary(), story =>
    {
        var book = new LiveBook(new DatedBook(new OrderBook("log1"), new Dictionary<Cidr, BlockDate>()));
        List<LoggedOrder> log = [];
        var (bouncer, before, last, wasLost, now) = (new Bouncer(), 0, 0, false, Now);
        foreach (var step in story)
        {
            now = now.AddSeconds(step.Seconds);
            if (step.Order is { } order)
            {
                log.Add(new LoggedOrder(log.Count + 1, now, order(now)));
                book.TryApply(log[^1]);
                continue;
            }

            Dictionary<Cidr, BouncerRules.Touch> touched = [];
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
    }).QuickCheckThrowOnFailure();

    private static Gen<List<Step>> Stories => Gen.Frequency(
        (4, from target in Gen.Choose(1, 4)
            from length in Gen.Choose(1, 20)
            from seconds in Gen.Choose(0, 3)
            select new Step(seconds, at => new BlockOrder { Target = Cidr.Parse($"203.0.113.{target}"), Until = at.AddSeconds(length) })),
        (2, from target in Gen.Choose(1, 4) from seconds in Gen.Choose(0, 3) select new Step(seconds, _ => new UnblockOrder(Cidr.Parse($"203.0.113.{target}"), "a test"))),
        (1, from seconds in Gen.Choose(0, 3) select new Step(seconds, at => new ExpireOrder(at))),
        (3, from seconds in Gen.Choose(0, 9) from fate in Gen.Elements(Fate.Arrives, Fate.Arrives, Fate.NeverWentOut, Fate.Lost) select new Step(seconds, null, fate))).ListOf(40).Select(steps => steps.ToList());

    private static BlockEntry Entry(string target, DateTimeOffset? until, bool byOperator = false, string? list = null) =>
        new(new BlockOrder { Target = Cidr.Parse(target), Until = until, ByOperator = byOperator, List = list }, Now.AddHours(-1), 7);

    private enum Fate
    {
        Arrives,
        NeverWentOut,
        Lost,
    }

    private sealed record Step(int Seconds, Func<DateTimeOffset, FleetOrder>? Order, Fate Fate = Fate.Arrives);

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

using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Watch;

public sealed class NeedRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);
    private static readonly NeedFacts Calm = new() { Now = Now, Version = "3.0.0", HasLeader = true, Sensors = [Sensor("web1", Now)] };

    [Fact]
    public void Good_day_needs_nobody() => Assert.Empty(NeedRules.Of(Calm));

    [Fact]
    public void Silent_sensor_is_named_with_its_silence_and_many_are_counted()
    {
        Assert.Equal(["db-07 silent for 4 min"], Texts(Calm with { Sensors = [Sensor("db-07", Now.AddMinutes(-4))] }));

        var many = Texts(Calm with { Sensors = [.. Enumerable.Range(1, 8).Select(number => Sensor($"db-{number}", Now.AddHours(-number)))] });

        Assert.Equal(["db-1 silent for 1 h", "db-2 silent for 2 h", "db-3 silent for 3 h", "db-4 silent for 4 h", "db-5 silent for 5 h", "3 more sensors are silent"], many);
    }

    [Fact]
    public void Sensor_that_was_never_heard_of_gets_a_moment()
    {
        var fresh = Sensor("web2", Now) with { State = null, EnrolledAt = Now.AddMinutes(-2) };

        Assert.Empty(NeedRules.Of(Calm with { Sensors = [fresh] }));
        Assert.Equal(["web2 has not been heard of since it was enrolled 3 h ago"], Texts(Calm with { Sensors = [fresh with { EnrolledAt = Now.AddHours(-3) }] }));
    }

    [Fact]
    public void Refused_block_is_told_for_an_hour()
    {
        var refusal = new RefusalRow("web-03", Now.AddMinutes(-59), new OrderRefused(Cidr.Parse("192.0.2.1"), 7, "gateways"));

        Assert.Equal(["web-03 refused to block 192.0.2.1: gateways"], Texts(Calm with { Refusals = [refusal, refusal] }));
        Assert.Empty(NeedRules.Of(Calm with { Refusals = [refusal with { At = Now.AddMinutes(-61) }] }));
    }

    [Fact]
    public void Past_are_refusals_and_overflows_and_how_many_more_there_are()
    {
        var facts = Calm with
        {
            HasLeader = false,
            Waiting = 5,
            SetAside = 2,
            Refusals = [.. Enumerable.Range(1, 6).Select(number => new RefusalRow("web-03", Now, new OrderRefused(Cidr.Parse($"192.0.2.{number}"), 7, "gateways")))],
            Dropped = [.. Enumerable.Range(1, 6).Select(number => ($"web{number}", 9L))],
            Sensors = [.. Enumerable.Range(1, 6).Select(number => Sensor($"db-{number}", Now.AddHours(-1)))],
            Targets = [new TargetState { Name = "refused", Failures = 3 }],
        };
        var needs = NeedRules.Of(facts).ToLookup(need => NeedRules.IsPast(need.Key), need => need.Key.Split(':'));

        Assert.Equal(["refused", "more:refused", "dropped", "more:dropped"], needs[true].Select(KindOf).Distinct());
        Assert.Equal(["more:silent", "set-aside", "silent", "target", "waiting"], needs[false].Select(KindOf).Distinct().Except(["leader", "versions"]).Order(StringComparer.Ordinal));

        static string KindOf(string[] key) => key[0] == "more" ? string.Join(':', key) : key[0];
    }

    [Fact]
    public void Block_list_that_does_not_do_what_it_should_is_told()
    {
        var fetched = new BlockList { Name = "drop", GoodAt = Now.AddHours(-3), EndsAt = Now.AddHours(1), Fetching = new ListFetching { Failures = 3, Problem = "the answer has status 500" } };

        Assert.Equal(["The list drop cannot be fetched: the answer has status 500"], Texts(Calm with { Lists = [fetched] }));
        Assert.Empty(NeedRules.Of(Calm with { Lists = [fetched with { Fetching = fetched.Fetching with { Failures = 2 } }] }));
        Assert.Equal(["The list drop could not be fetched yet: the answer has status 500"], Texts(Calm with { Lists = [fetched with { GoodAt = null, EndsAt = null }] }));
        Assert.Equal(["The list drop blocks nothing any more: it could not be fetched for 3 h: the answer has status 500"], Texts(Calm with { Lists = [fetched with { EndsAt = Now }] }));
        Assert.Equal(["The list drop has blocked nothing for 2 h, since all blocks were lifted: refresh it to block again"], Texts(Calm with { Lists = [fetched with { HeldSince = Now.AddHours(-2), Fetching = null }] }));
        Assert.Empty(NeedRules.Of(Calm with { Lists = [fetched with { EndsAt = Now, Fetching = null }] }));
    }

    [Fact]
    public void Key_stays_while_the_sentence_changes_and_all_are_there_when_they_are_asked_for()
    {
        NeedFacts At(int minutes) => Calm with { Now = Now.AddMinutes(minutes), Sensors = [.. Enumerable.Range(1, 8).Select(number => Sensor($"db-{number}", Now.AddHours(-number)))] };

        Assert.Equal(NeedRules.Of(At(0), 1000).Select(need => need.Key), NeedRules.Of(At(90), 1000).Select(need => need.Key));
        Assert.Equal(8, NeedRules.Of(At(0), 1000).Select(need => need.Key).Distinct().Count());
        Assert.Equal(["silent:db-1", "silent:db-2", "silent:db-3", "silent:db-4", "silent:db-5", "more:silent"], NeedRules.Of(At(0)).Select(need => need.Key));
    }

    [Fact]
    public void Target_whose_messages_do_not_arrive_is_told()
    {
        var failing = new TargetState { Name = "ops", Failures = 3, FailingSince = Now.AddMinutes(-4), Problem = "status 500" };

        Assert.Equal(["Notifications to ops have failed for 4 min: status 500"], Texts(Calm with { Targets = [failing] }));
        Assert.Empty(NeedRules.Of(Calm with { Targets = [failing with { Failures = 2 }] }));
    }

    [Fact]
    public void Gravest_comes_first()
    {
        var facts = Calm with
        {
            HasLeader = false,
            Waiting = 5,
            SetAside = 2,
            Dropped = [("web1", 9)],
            Simulating = new Simulating(Now, Now.AddMinutes(30), "ann", ""),
            AuthoritiesEnd = [Now.AddDays(99), Now.AddDays(101)],
            Sensors = [Sensor("web1", Now, "2.9.9")],
        };

        Assert.Equal(
            [
                "No coordinator leads: nothing is decided for the fleet",
                "The fleet simulates for 30 min more: nothing is blocked by order",
                "The outbox of web1 overflowed: 9 reports were dropped",
                "5 reports wait for a decision",
                "2 items are set aside: no decision could be made on them",
                "web1 runs version 2.9.9, this coordinator 3.0.0",
                "An authority of the fleet ends in 99 days: roll over to a new one",
            ],
            Texts(facts));
    }

    private static IEnumerable<string> Texts(NeedFacts facts) => NeedRules.Of(facts).Select(need => need.Text);

    private static SensorRow Sensor(string name, DateTimeOffset seenAt, string version = "3.0.0") => new()
    {
        Id = SensorId.Parse("00000000000000a1"),
        Name = name,
        EnrolledAt = Now.AddDays(-9),
        State = new SensorState
        {
            Id = SensorId.Parse("00000000000000a1"),
            SeenAt = seenAt,
            Member = "c1",
            IsConnected = true,
            Status = new SensorStatus { Version = version, Since = Now, Modes = [], Orders = "block", Addresses = [] },
        },
    };
}

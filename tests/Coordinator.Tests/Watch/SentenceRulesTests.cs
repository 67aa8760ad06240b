using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Watch;

public sealed class SentenceRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);
    private static readonly SentenceFacts Calm = new() { Scanning = [], HasLeader = true, Up = 3 };

    [Fact]
    public void Nobody_scans_is_quiet() =>
        AssertIs(SentenceState.Quiet, "No source has scanned in the last 10 minutes.", Calm);

    [Fact]
    public void Fleet_that_sees_nothing_is_not_called_quiet()
    {
        AssertIs(SentenceState.NotContained, "No sensor is connected: what happens on the hosts is not seen here, and sensors block by their own verdicts.", Calm with { Up = 0, Down = 3 });
        AssertIs(SentenceState.Quiet, "No sensor is enrolled yet.", Calm with { Up = 0 });
    }

    [Fact]
    public void All_blocked_on_all_hosts_is_contained() => AssertIs(
        SentenceState.Contained,
        "2 sources scanning in the last 10 minutes, all blocked on 3 of 3 hosts, slowest 41 ms.",
        Calm with { Scanning = [Blocked("203.0.113.7"), Blocked("203.0.113.8")], Slowest = 41 });

    [Fact]
    public void Source_without_a_block_is_not_contained() => AssertIs(
        SentenceState.NotContained,
        "3 sources scanning in the last 10 minutes, and 203.0.113.8 and 1 more are not blocked.",
        Calm with { Scanning = [Blocked("203.0.113.7"), Free("203.0.113.8"), Free("203.0.113.9")] });

    [Fact]
    public void Spared_source_is_no_reason_to_worry() => AssertIs(
        SentenceState.Contained,
        "1 source scanning in the last 10 minutes, hosts of our own or ignored: none is to be blocked.",
        Calm with { Scanning = [(Cidr.Parse("198.51.100.2"), SourceCover.Spared)] });

    [Fact]
    public void Sensor_that_is_behind_or_down_is_not_contained()
    {
        var scanned = Calm with { Scanning = [Blocked("203.0.113.7")] };

        AssertIs(SentenceState.NotContained, "1 source scanning in the last 10 minutes, all blocked on 3 of 4 connected hosts: 1 is behind.", scanned with { Behind = 1 });
        AssertIs(SentenceState.NotContained, "1 source scanning in the last 10 minutes, all blocked on 3 of 5 hosts: 2 are not connected.", scanned with { Down = 2 });
        AssertIs(SentenceState.NotContained, "1 source scanning in the last 10 minutes, and no sensor is connected.", scanned with { Up = 0 });
    }

    [Fact]
    public void Fleet_that_simulates_contains_nothing()
    {
        var glass = new Simulating(Now, Now.AddHours(1), "ann", "a bad rule");

        AssertIs(SentenceState.NotContained, "1 source scanning in the last 10 minutes. The fleet simulates until 2026-11-25 09:00:00Z: nothing is blocked by order.", Calm with { Scanning = [Blocked("203.0.113.7")], Simulating = glass });
        Assert.Equal(SentenceState.Quiet, SentenceRules.Of(Calm with { Simulating = glass }).State);
    }

    [Fact]
    public void Nobody_decides_comes_before_all_else()
    {
        Assert.StartsWith("No coordinator leads", SentenceRules.Of(Calm with { HasLeader = false }).Text, StringComparison.Ordinal);
        Assert.StartsWith("The database is away", SentenceRules.Of(Calm with { HasLeader = false, IsStoreAway = true }).Text, StringComparison.Ordinal);
        Assert.Equal(SentenceState.NotContained, SentenceRules.Of(Calm with { HasLeader = false }).State);
    }

    private static void AssertIs(SentenceState state, string text, SentenceFacts facts) => Assert.Equal(new FleetSentence(state, text), SentenceRules.Of(facts));

    private static (Cidr Source, SourceCover Cover) Blocked(string source) => (Cidr.Parse(source), SourceCover.Blocked);

    private static (Cidr Source, SourceCover Cover) Free(string source) => (Cidr.Parse(source), SourceCover.None);
}

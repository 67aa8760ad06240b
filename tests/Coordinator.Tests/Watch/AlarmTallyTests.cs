using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Watch;

public sealed class AlarmTallyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 30, TimeSpan.Zero);
    private readonly AlarmTally _tally = new();

    [Fact]
    public void Alarms_are_counted_by_minute_and_kind_over_six_hours()
    {
        Add(Mark("203.0.113.7", Now), Mark("203.0.113.8", Now), Mark("203.0.113.8", Now, kind: ScanKind.Udp), Mark("203.0.113.9", Now.AddMinutes(-359)), Mark("203.0.113.9", Now.AddMinutes(-360)));

        var minutes = _tally.ByMinute(Now);

        Assert.Equal(AlarmTally.Minutes, minutes.Count);
        Assert.Equal([new KindCount(ScanKind.Syn, 2), new KindCount(ScanKind.Udp, 1)], minutes[^1].Kinds);
        Assert.Equal([new KindCount(ScanKind.Syn, 1)], minutes[0].Kinds);
        Assert.Equal(4, minutes.Sum(minute => minute.Kinds.Sum(kind => kind.Count)));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero), minutes[^1].At);
    }

    [Fact]
    public void Minute_that_comes_again_begins_at_zero()
    {
        Add(Mark("203.0.113.7", Now));

        Assert.Empty(_tally.ByMinute(Now.AddMinutes(AlarmTally.Minutes))[^1].Kinds);
    }

    [Fact]
    public void Top_sources_and_ports_of_a_day_are_those_with_the_most_alarms()
    {
        Add(Mark("203.0.113.7", Now.AddHours(-1)), Mark("203.0.113.7", Now, "web2", 23), Mark("203.0.113.8", Now, port: 53, kind: ScanKind.Udp), Mark("203.0.113.9", Now.AddHours(-25)));

        Assert.Equal([("203.0.113.7", 2, 2L), ("203.0.113.8", 1, 1L)], _tally.TopSources(Now).Select(top => (top.Source.ToString(), top.Hosts, top.Alarms)));
        Assert.Contains(new TopPort(53, Transport.Udp, 1), _tally.TopPorts(Now));
        Assert.Equal([1L, 1L], _tally.TopSources(Now.AddHours(24).AddMinutes(-1)).Select(top => top.Alarms));
        Assert.Empty(_tally.TopSources(Now.AddHours(25)));
    }

    [Fact]
    public void Sources_of_the_last_ten_minutes_are_scanning()
    {
        Add(Mark("203.0.113.7", Now.AddMinutes(-9)), Mark("203.0.113.8", Now.AddMinutes(-11)), Mark("203.0.113.9", Now.AddHours(1)));

        Assert.Equal(["203.0.113.9", "203.0.113.7"], _tally.Scanning(Now).Select(source => source.ToString()));
    }

    [Fact]
    public void Flood_of_sources_forgets_those_with_the_fewest_alarms()
    {
        var table = new TopTable<int>(100);
        for (var again = 0; again < 3; again++)
            table.Add(-1, Mark("203.0.113.7", Now), Now);

        for (var flood = 0; flood < 1000; flood++)
            table.Add(flood, Mark("203.0.113.8", Now), Now);

        Assert.InRange(table.Count, 1, 100);
        Assert.Equal((-1, 3), (table.Top(1, Now)[0].Key, table.Top(1, Now)[0].Count));
    }

    private void Add(params AlarmMark[] marks)
    {
        foreach (var mark in marks)
            _tally.Add(mark, Now);
    }

    private static AlarmMark Mark(string source, DateTimeOffset at, string sensor = "web1", int port = 111, ScanKind kind = ScanKind.Syn) =>
        new() { Id = 1, At = at, Sensor = sensor, Network = Cidr.Parse(source), Kind = kind, Port = port };
}

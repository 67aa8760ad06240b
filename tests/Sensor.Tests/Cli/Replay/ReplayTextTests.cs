using System.Text.Json;
using PortSentry.Sensor.Cli.Replay;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Cli.Replay;

public sealed class ReplayTextTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);

    private static readonly ReplayedAlarm Alarm = new(
        new Alarm(Address.Parse("192.0.2.7"), "atcp", ScanKind.Syn, 79, Start, Start.AddSeconds(1)), Cidr.Parse("192.0.2.7"), false, Verdict.Block, null, new HashSet<ushort> { 111, 80 });

    [Fact]
    public void Alarm_is_one_line_of_JSON() => Assert.Equal(
        """{"alarm":{"file":"a.pcap","source":"192.0.2.7","mode":"atcp","kind":"syn","firstProbe":"2026-11-22T07:50:40+00:00","at":"2026-11-22T07:50:41+00:00","ports":"79-80,111","proven":false,"verdict":"block"}}""",
        JsonSerializer.Serialize(new ReplayAlarmLine(ReplayText.ViewOf("a.pcap", Alarm)), ReplayJson.Default.ReplayAlarmLine));

    [Fact]
    public void Summary_is_one_line_of_JSON()
    {
        var counts = new ReplayCounts { NoIp = 1, Malformed = 2, Spared = 3, AlarmsNotKept = 4 };
        counts.See(Start.UtcTicks);
        var file = new ReplayedFile
        {
            File = "a.pcap",
            Own = [Address.Parse("198.51.100.1")],
            Open = new Dictionary<Transport, PortSet> { [Transport.Tcp] = PortSet.Of([22, 80]), [Transport.Udp] = PortSet.Empty },
            Alarms = [Alarm],
            Counts = counts,
        };

        Assert.Equal(
            """{"summary":{"modes":["atcp"],"alarms":5,"files":[{"file":"a.pcap","own":["198.51.100.1"],"ownInferred":true,"openTcp":"22,80","openUdp":"","from":"2026-11-22T07:50:40+00:00","to":"2026-11-22T07:50:40+00:00","frames":1,"noIp":1,"malformed":2,"spared":3,"alarms":5}]}}""",
            JsonSerializer.Serialize(new ReplaySummaryLine(new ReplaySummaryView(["atcp"], null, 5, [ReplayText.ViewOf(file, ownInferred: true)])), ReplayJson.Default.ReplaySummaryLine));
    }

    [Theory]
    [InlineData(Verdict.Block, null, "block")]
    [InlineData(Verdict.Block, Refusal.TooFast, "refused")]
    [InlineData(Verdict.Simulated, null, "simulated")]
    [InlineData(Verdict.LogOnly, null, "log-only")]
    [InlineData(Verdict.AlreadyBlocked, null, "already-blocked")]
    public void Verdict_is_one_word(Verdict verdict, Refusal? refusal, string word) =>
        Assert.Equal(word, ReplayText.WordOf(Alarm with { Verdict = verdict, Refusal = refusal }));
}

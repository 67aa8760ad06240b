using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Report;

/// <summary>What is told to people and files.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);

    private static readonly Cidr Source = Cidr.Parse("192.0.2.7");

    public static Probe Probe(ScanKind kind = ScanKind.Syn, TcpFlags flags = TcpFlags.Syn) =>
        new Probes { Now = Now }.Next("192.0.2.7", 111) with { Kind = kind, Flags = flags };

    public static ProbeJudged Judged(Verdict verdict, Probe? probe = null, Outcome outcome = Outcome.Alarm) =>
        new(probe ?? Probe(), new Sighting(outcome, Source, 2), verdict, "stcp");

    public static BlockEntry Block(string target = "192.0.2.7") => new()
    {
        Target = Cidr.Parse(target),
        Origin = BlockOrigin.Local,
        Since = Now,
        Until = Now.AddHours(1),
        InForceAt = Now,
        Alarm = new Alarm(Cidr.Parse(target).Base, "stcp", ScanKind.Syn, 111, Now, Now),
    };

    public static BlockListChanged Blocked(BlockEntry? block = null) => new(new SourceBlocked(block ?? Block(), "nft add element", Now));
}

using PortSentry.Sensor.Decide;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Puts into reports what the fleet is told; their numbers are the outbox's to give. Pure.</summary>
internal static class FleetReports
{
    private const int LongestReason = 500;

    /// <summary>The alarm that a probe raised.</summary>
    public static AlarmRaised Alarm(ProbeJudged judged, bool isSettling) => new()
    {
        Seq = 0,
        Source = judged.Probe.Source,
        Network = judged.Sighting.Source,
        Mode = judged.Mode,
        Kind = judged.Probe.Kind,
        Port = judged.Probe.Port,
        Probes = judged.Sighting.Probes,
        FirstProbe = new DateTimeOffset(judged.Sighting.FirstTicks, TimeSpan.Zero),
        At = judged.Probe.At,
        Proven = judged.Probe.Kind == ScanKind.Connect,
        Verdict = Word(judged.Verdict),
        IsSettling = isSettling,
    };

    /// <summary>The first contact that a probe made.</summary>
    public static FirstContact Contact(ProbeJudged judged) =>
        new(judged.Probe.Source, judged.Sighting.Source, judged.Probe.Kind, judged.Probe.Port, judged.Probe.At);

    /// <summary>A block of this host's own.</summary>
    public static SourceHeld Held(Decide.Block block, bool forFleet) => new()
    {
        Seq = 0,
        Target = block.Target,
        Since = block.Since,
        Until = block.Until,
        ByOperator = block.Origin == BlockOrigin.Operator,
        ForFleet = forFleet,
        Proven = block.Proven,
        Reason = block.Reason.Length > LongestReason ? block.Reason[..LongestReason] : block.Reason,
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Block => "block",
        Verdict.Simulated => "simulated",
        Verdict.AlreadyBlocked => "already-blocked",
        _ => "log-only",
    };
}

using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>What records of alarms have in common, whatever their form. Pure.</summary>
internal static class AlarmWords
{
    /// <summary>True for the probe that raised an alarm: it alone has a record.</summary>
    public static bool IsAlarm(ReportEvent happening) => happening is ProbeJudged { Sighting.Outcome: Outcome.Alarm };

    /// <summary>What the sensor did, in a word.</summary>
    public static string Verdict(ProbeJudged judged) => judged.Verdict switch
    {
        Decide.Verdict.Block => judged.Outcome switch
        {
            { IsInForce: true } => "blocked",
            { IsInForce: false } => "refused",
            null => "block",
        },
        Decide.Verdict.Simulated => "simulated",
        Decide.Verdict.AlreadyBlocked => "already-blocked",
        _ => "log-only",
    };

    /// <summary>The alarm as a sentence.</summary>
    public static string Sentence(ProbeJudged judged) =>
        $"{judged.Probe.Kind.Name()} scan of {judged.Probe.Transport.Name()} port {judged.Probe.Port} from {judged.Probe.Source}: {Verdict(judged)}";
}

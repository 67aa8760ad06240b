using System.Text.Json;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>An alarm as a line of JSON, by the Elastic Common Schema. Pure.</summary>
internal static class JsonText
{
    private const string Schema = "8.11.0";

    /// <summary>The record of an alarm; nothing else has one.</summary>
    public static IEnumerable<string> LinesOf(ReportEvent happening)
    {
        if (AlarmWords.IsAlarm(happening))
            yield return JsonSerializer.Serialize(Alarm((ProbeJudged)happening), EcsJson.Default.EcsAlarm);
    }

    private static EcsAlarm Alarm(ProbeJudged judged)
    {
        var (probe, sighting) = (judged.Probe, judged.Sighting);
        return new EcsAlarm(
            probe.At,
            AlarmWords.Sentence(judged),
            new EcsVersion(Schema),
            Event(judged),
            new EcsSource(probe.Source.ToString(), probe.SourcePort, judged.SourceName),
            new EcsDestination(probe.Destination.ToString(), probe.Port),
            new EcsNetwork(probe.Transport.Name(), probe.Source.IsIPv4 ? "ipv4" : "ipv6"),
            new EcsRule(probe.Kind.Name()),
            new EcsObserver("ids", "PortSentry", ProductVersion.Text, Environment.MachineName),
            new EcsPortSentry(judged.Mode, AlarmWords.Verdict(judged), sighting.Probes, probe.HasIpOptions, sighting.Source.ToString(), judged.Outcome?.Until));
    }

    private static EcsEvent Event(ProbeJudged judged)
    {
        var isBlocked = judged.Outcome?.IsInForce;
        return new EcsEvent(
            "alert",
            ["network", "intrusion_detection"],
            [isBlocked == true ? "denied" : "info"],
            "port-scan",
            "portsentry",
            "portsentry.alarm",
            isBlocked switch { true => "success", false => "failure", null => null },
            new DateTimeOffset(judged.Sighting.FirstTicks, TimeSpan.Zero));
    }
}

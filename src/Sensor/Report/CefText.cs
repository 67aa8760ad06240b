using System.Globalization;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Words;

namespace PortSentry.Sensor.Report;

/// <summary>An alarm as a line of the Common Event Format, revision 25. Pure.</summary>
internal static class CefText
{
    private const int High = 7;
    private const int Medium = 5;

    /// <summary>The record of an alarm; nothing else has one.</summary>
    public static IEnumerable<string> LinesOf(ReportEvent happening)
    {
        if (AlarmWords.IsAlarm(happening))
            yield return Line((ProbeJudged)happening);
    }

    private static string Line(ProbeJudged judged)
    {
        var kind = judged.Probe.Kind.Name();
        var severity = judged.Outcome?.IsInForce == true ? High : Medium;
        var extensions = string.Join(' ', Extensions(judged).Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={LineText.CefExtension(pair.Value!)}"));
        return $"CEF:0|PortSentry|portsentry|{LineText.CefHeader(ProductVersion.Text)}|{LineText.CefHeader(kind)}|{LineText.CefHeader($"Port scan ({kind})")}|{Number(severity)}|{extensions}";
    }

    private static IEnumerable<(string Key, string? Value)> Extensions(ProbeJudged judged)
    {
        var (probe, sighting) = (judged.Probe, judged.Sighting);
        var (from, to) = probe.Source.IsIPv4 ? ("src", "dst") : ("c6a2", "c6a3");
        return
        [
            ("rt", Number(probe.At.ToUnixTimeMilliseconds())),
            ("start", Number(new DateTimeOffset(sighting.FirstTicks, TimeSpan.Zero).ToUnixTimeMilliseconds())),
            (from, probe.Source.ToString()),
            ("c6a2Label", probe.Source.IsIPv4 ? null : "Source IPv6 Address"),
            ("shost", judged.SourceName),
            ("spt", Number(probe.SourcePort)),
            (to, probe.Destination.ToString()),
            ("c6a3Label", probe.Source.IsIPv4 ? null : "Destination IPv6 Address"),
            ("dvchost", Environment.MachineName),
            ("dpt", Number(probe.Port)),
            ("proto", probe.Transport.ClassicName()),
            ("act", AlarmWords.Verdict(judged)),
            ("cnt", Number(sighting.Probes)),
            ("cs1Label", "mode"),
            ("cs1", judged.Mode),
            ("cs2Label", "network"),
            ("cs2", sighting.Source.ToString()),
            ("msg", AlarmWords.Sentence(judged)),
        ];
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

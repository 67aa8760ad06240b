using System.Globalization;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>The line of portsentry 2.x, to the letter: a public contract, which fail2ban's filters parse. Pure.</summary>
public static class V2Text
{
    /// <summary>The line of an event as it goes to standard output and syslog; none when it has none.</summary>
    public static IEnumerable<string> LinesOf(ReportEvent happening)
    {
        if (LineOf(happening) is { } line)
            yield return line;
    }

    /// <summary>The same behind its time, as the history file has it; null when it has none.</summary>
    public static string? HistoryLineOf(ReportEvent happening, TimeZoneInfo zone)
    {
        if (happening is not ProbeJudged judged)
            return null;

        var at = TimeZoneInfo.ConvertTime(judged.Probe.At, zone);
        var offset = at.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd'T'HH:mm:ss.fff}{offset} {Line(judged)}");
    }

    private static string? LineOf(ReportEvent happening) => happening switch
    {
        ProbeJudged judged => Line(judged),
        ProbesOmitted omitted => $"{omitted.Count} more probes from: [{omitted.Source}] ({omitted.SourceName ?? omitted.Source.ToString()}) within a minute are not logged",
        _ => null,
    };

    private static string Line(ProbeJudged judged)
    {
        var probe = judged.Probe;
        var (ignored, triggered, noBlock, blocked) = Flags(judged);
        return $"Scan from: [{probe.Source}] ({judged.SourceName ?? probe.Source.ToString()}) protocol: [{probe.Transport.ClassicName()}] port: [{probe.Port}] "
            + $"type: [{TypeOf(probe, judged.Mode)}] IP opts: [{Options(probe)}] ignored: [{Word(ignored)}] triggered: [{Word(triggered)}] noblock: [{Word(noBlock)}] blocked: [{Word(blocked)}]";
    }

    private static string TypeOf(in Probe probe, string mode) => probe.Kind switch
    {
        ScanKind.Udp when mode != ProtocolMode.Udp.Name() => "UDP",
        _ => ClassicText.TypeOf(probe, mode).TrimStart(),
    };

    private static string Options(in Probe probe) => probe.Kind == ScanKind.Connect ? "unknown" : probe.HasIpOptions ? "set" : "not set";

    /// <summary>2.x's flags in the order in which it sets them; those behind the one that ended the matter are unset.</summary>
    private static (bool? Ignored, bool? Triggered, bool? NoBlock, bool? Blocked) Flags(ProbeJudged judged) => judged.Verdict switch
    {
        Verdict.Spared => (true, null, null, null),
        Verdict.NotTriggered => (false, false, null, null),
        Verdict.Simulated or Verdict.LogOnly => (false, true, true, false),
        Verdict.CommandOnly => (false, true, false, judged.RunsCommand),
        Verdict.AlreadyBlocked => (false, true, false, true),
        _ => (false, true, false, judged.Outcome?.IsInForce),
    };

    private static string Word(bool? flag) => flag switch
    {
        true => "true",
        false => "false",
        null => "unset",
    };
}

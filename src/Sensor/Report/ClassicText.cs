using System.Globalization;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>The lines of portsentry 1.2, to the letter: a public contract, which log readers parse. Pure.</summary>
public static class ClassicText
{
    /// <summary>The syslog lines of an event, in order; none when 1.2 has none.</summary>
    public static IEnumerable<string> LinesOf(ReportEvent happening) => happening switch
    {
        ProbeJudged judged => LinesOf(judged),
        ProbesOmitted omitted => [$"attackalert: {omitted.Count} more probes from host: {Host(omitted, omitted.Source)} within a minute are not logged"],
        BlockListChanged { Change: SourceBlocked { IsNew: true, Block.Origin: BlockOrigin.Local } blocked } =>
            [Blocked(blocked.Block, blocked.By, blocked.Command)],
        BlockListChanged { Change: SourceAlsoBlocked { Block.Origin: BlockOrigin.Local } also } => [Blocked(also.Block, also.By, also.Command)],
        ExternalCommandRun run => [$"attackalert: External command run for host: {run.Alarm.Source} using command: \"{run.Command}\""],
        AdminNotice notice => [notice.Text],
        _ => [],
    };

    /// <summary>The line of the history and blocked files; <paramref name="at"/> is local time.</summary>
    public static string HistoryLine(Alarm alarm, DateTimeOffset at, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        var transport = alarm.Kind.Transport().ClassicName();
        return string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()} - {at:MM/dd/yyyy HH:mm:ss} Host: {name ?? alarm.Source.ToString()}/{alarm.Source} Port: {alarm.Port} {transport} Blocked");
    }

    /// <summary>The words for a probe of a mode; those for a NULL scan begin with a blank.</summary>
    public static string TypeOf(in Probe probe, string mode) => probe.Kind switch
    {
        ScanKind.Connect => "Connect",
        ScanKind.Udp when Binds(mode) => "Connect",
        ScanKind.Null => " TCP NULL scan",
        ScanKind.Xmas => "TCP XMAS scan",
        ScanKind.Fin => "TCP FIN scan",
        ScanKind.Syn => "TCP SYN/Normal scan",
        ScanKind.Udp => "UDP scan",
        _ => "Unknown Type: TCP Packet Flags: " + Flags(probe.Flags),
    };

    private static IEnumerable<string> LinesOf(ProbeJudged judged)
    {
        if (judged.Verdict is Verdict.Spared or Verdict.NotTriggered)
            yield break;

        var probe = judged.Probe;
        var host = Host(judged, probe.Source);
        var transport = probe.Transport.ClassicName();
        yield return $"attackalert: {TypeOf(probe, judged.Mode)} from host: {host} to {transport} port: {probe.Port}";
        if (probe.HasIpOptions)
            yield return $"attackalert: Packet from host: {host} to {transport} port: {probe.Port} has IP options set (detection avoidance technique).";
        if (judged.Verdict == Verdict.AlreadyBlocked)
            yield return Binds(judged.Mode) ? $"attackalert: Host: {probe.Source} is already blocked. Ignoring" : $"attackalert: Host: {host} is already blocked Ignoring";
        if (judged.Verdict == Verdict.LogOnly)
            yield return $"attackalert: Ignoring {transport} response per configuration file setting.";
    }

    /// <summary>1.2's name/address: the address twice where no name is known.</summary>
    private static string Host(ReportEvent happening, Address source) => $"{happening.SourceName ?? source.ToString()}/{source}";

    private static string Blocked(Decide.Block block, string by, string how) => by == HostsDenyBlocker.BlockerName
        ? $"attackalert: Host {HostOf(block)} has been blocked via wrappers with string: \"{how}\""
        : $"attackalert: Host {HostOf(block)} has been blocked via dropped route using command: \"{how}\"";

    private static bool Binds(string mode) => mode is "tcp" or "udp";

    private static string HostOf(Decide.Block block) => block.Alarm?.Source.ToString() ?? block.Target.ToString();

    private static string Flags(TcpFlags flags) =>
        $"SYN: {Bit(flags, TcpFlags.Syn)} FIN: {Bit(flags, TcpFlags.Fin)} ACK: {Bit(flags, TcpFlags.Ack)} "
        + $"PSH: {Bit(flags, TcpFlags.Psh)} URG: {Bit(flags, TcpFlags.Urg)} RST: {Bit(flags, TcpFlags.Rst)}";

    private static char Bit(TcpFlags flags, TcpFlags bit) => (flags & bit) != 0 ? '1' : '0';
}

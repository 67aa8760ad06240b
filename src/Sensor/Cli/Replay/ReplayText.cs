using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli.Replay;

/// <summary>Turns what a replay gave into what is shown. Pure.</summary>
internal static class ReplayText
{
    private const string FleetMode = "fleet";
    private const string Block = "block";
    private const string Simulated = "simulated";
    private const string LogOnly = "log-only";

    /// <summary>An alarm as JSON has it.</summary>
    public static ReplayAlarmView ViewOf(string file, ReplayedAlarm replayed) => new(
        file,
        replayed.Alarm.Source.ToString(),
        replayed.Alarm.Mode,
        replayed.Alarm.Kind.Name(),
        replayed.Alarm.FirstProbe,
        replayed.Alarm.At,
        PortsOf(replayed).ToString(),
        replayed.Proven,
        WordOf(replayed));

    /// <summary>An alarm of the fleet as JSON has it.</summary>
    public static ReplayAlarmView ViewOf(ReplayedFleetAlarm replayed, bool simulate) => new(
        replayed.File,
        replayed.Source.ToString(),
        FleetMode,
        replayed.Alarm.Rule.Name(),
        replayed.Part.Since,
        replayed.Alarm.Last.Contact.At,
        PortSet.Of(replayed.Ports).ToString(),
        replayed.Part.Proven,
        replayed.Alarm.Rule == FleetRule.FleetHost ? LogOnly : simulate ? Simulated : Block)
    {
        Words = replayed.Alarm.Words,
    };

    /// <summary>A file as JSON has it.</summary>
    public static ReplayFileView ViewOf(ReplayedFile file, bool ownInferred) => new()
    {
        File = file.File,
        Problem = file.Problem,
        Own = [.. file.Own.Select(address => address.ToString())],
        OwnInferred = ownInferred,
        OpenTcp = OpenOf(file, Transport.Tcp),
        OpenUdp = OpenOf(file, Transport.Udp),
        From = file.Counts.Frames == 0 ? null : new DateTimeOffset(file.Counts.FirstTicks, TimeSpan.Zero),
        To = file.Counts.Frames == 0 ? null : new DateTimeOffset(file.Counts.LastTicks, TimeSpan.Zero),
        Frames = file.Counts.Frames,
        NoIp = file.Counts.NoIp,
        Malformed = file.Counts.Malformed,
        Spared = file.Counts.Spared,
        Alarms = file.Alarms.Count + file.Counts.AlarmsNotKept,
    };

    /// <summary>The ports that the source of an alarm touched.</summary>
    public static PortSet PortsOf(ReplayedAlarm replayed) => PortSet.Of(replayed.Ports.Append(replayed.Alarm.Port));

    /// <summary>What the sensor would have done, in one word.</summary>
    public static string WordOf(ReplayedAlarm replayed) => replayed switch
    {
        { Refusal: not null } => "refused",
        { Verdict: Verdict.Block } => Block,
        { Verdict: Verdict.Simulated } => Simulated,
        { Verdict: Verdict.AlreadyBlocked } => "already-blocked",
        _ => LogOnly,
    };

    private static string OpenOf(ReplayedFile file, Transport transport) => file.Open.TryGetValue(transport, out var ports) ? ports.ToString() : "";
}

using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>A second start that asks to join, and the sensor that runs. Pure but for the files its configuration names.</summary>
/// <param name="Ask">What is asked.</param>
/// <param name="StartedWith">The modes the running sensor was started with.</param>
/// <param name="Watching">Those it watches by: the same, and those that have joined.</param>
/// <param name="ConfigFile">Its configuration file.</param>
/// <param name="Options">Its configuration.</param>
internal sealed record JoinCase(
    AskJoin Ask, IReadOnlyList<ProtocolMode> StartedWith, IReadOnlyList<ProtocolMode> Watching, string ConfigFile, SensorOptions Options)
{
    /// <summary>The mode that is to join; null when the word is none.</summary>
    public ProtocolMode? Mode => ProtocolModes.Find(Transport.Tcp, Ask.Mode) ?? ProtocolModes.Find(Transport.Udp, Ask.Mode);

    /// <summary>True when it has joined before: an init script asks again at each start, since it cannot see that in the process list.</summary>
    public bool HasJoined => Mode is { } mode && Watching.Contains(mode) && !StartedWith.Contains(mode);

    /// <summary>Why it may not join; null when it may.</summary>
    public string? Problem()
    {
        if (Mode is not { } mode)
            return $"\"{Ask.Mode}\" is no mode of the sensor that is running";

        var modes = string.Join(" and ", Watching.Select(running => running.Name()));
        if (Watching.Any(running => running.Transport() == mode.Transport()))
            return $"already running on this host, and one firewall table has one owner: process {Environment.ProcessId} watches by {modes}; stop it to start with -{mode.Word()}";
        if (Ask.Configuration != ConfigFile)
            return $"already running on this host with {ConfigFile}: mode {mode.Name()} can join it with the same configuration file only";

        var errors = ConfigChecks.Of(Ask.Configuration, Options, [mode]).Where(issue => issue.IsError).Select(issue => issue.ToString()).ToList();
        return errors.Count > 0 ? string.Join('\n', [.. errors, "portsentry reload makes the running sensor read its configuration again"]) : null;
    }
}

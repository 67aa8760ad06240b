using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Takes in the mode of a second start: the other protocol's, with the same configuration. One at a time.</summary>
internal sealed class JoinDesk(SensorService service)
{
    private int _isBusy;

    public async Task<ControlReply> AnswerAsync(AskJoin ask, CancellationToken cancel)
    {
        if (Find(ask.Mode) is not { } mode)
            return Refused($"\"{ask.Mode}\" is no mode of the sensor that is running");
        // The init script asks again at each start: it cannot see in the process list that the mode has joined.
        if (service.Watching.Contains(mode) && !service.Start.Modes.Contains(mode))
            return Joined();
        if (Problem(ask, mode) is { } problem)
            return Refused(problem);
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
            return Refused("already running on this host, and another mode is joining it at this moment; start again");

        try
        {
            await service.JoinAsync(mode, cancel).ConfigureAwait(false);
            return Joined();
        }
        catch (StartException failure)
        {
            return Refused(failure.Message);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private string? Problem(AskJoin ask, ProtocolMode mode)
    {
        var modes = string.Join(" and ", service.Watching.Select(running => running.Name()));
        if (service.Watching.Any(running => running.Transport() == mode.Transport()))
            return $"already running on this host, and one firewall table has one owner: process {Environment.ProcessId} watches by {modes}; stop it to start with -{mode.Name()}";
        if (ask.Configuration != service.Start.ConfigFile)
            return $"already running on this host with {service.Start.ConfigFile}: mode {mode.Name()} can join it with the same configuration file only";

        var errors = ConfigChecks.Of(ask.Configuration, service.Options, [mode]).Where(issue => issue.IsError).Select(issue => issue.ToString()).ToList();
        return errors.Count > 0 ? string.Join('\n', [.. errors, "portsentry reload makes the running sensor read its configuration again"]) : null;
    }

    private ControlReply Joined() => new() { Joined = [.. service.Watching.Select(mode => mode.Name())] };

    private static ControlReply Refused(string why) => new() { Error = why };

    private static ProtocolMode? Find(string name) =>
        ProtocolModes.Find(Transport.Tcp, name) ?? ProtocolModes.Find(Transport.Udp, name);
}

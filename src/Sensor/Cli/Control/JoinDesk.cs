using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Takes in the mode of a second start: the other protocol's, with the same configuration. One at a time.</summary>
internal sealed class JoinDesk(SensorService service)
{
    private int _isBusy;

    public async Task<ControlReply> AnswerAsync(AskJoin ask, CancellationToken cancel)
    {
        var asked = new JoinCase(ask, service.Start.Modes, service.Watching, service.Start.ConfigFile, service.Options);
        if (asked.HasJoined)
            return Joined();
        if (asked.Problem() is { } problem)
            return Refused(problem);
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
            return Refused("already running on this host, and another mode is joining it at this moment; start again");

        try
        {
            await service.JoinAsync(asked.Mode!.Value, cancel).ConfigureAwait(false);
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

    private ControlReply Joined() => new() { Joined = [.. service.Watching.Select(mode => mode.Name())] };

    private static ControlReply Refused(string why) => new() { Error = why };
}

using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Cli;

/// <summary>A second start with the other protocol's classic flag, as old init scripts do it, hands its mode to the sensor that runs.</summary>
internal static class Joining
{
    /// <summary>True when the running sensor has taken the mode; false when none runs; throws StartException when it refuses.</summary>
    public static async Task<bool> TryAsync(StartOptions start, CancellationToken cancel)
    {
        var ask = new AskJoin(start.Modes[0].Name(), start.ConfigFile);
        var reply = await ControlClient.TryAskAsync(start.Options.ControlSocket, ask, cancel).ConfigureAwait(false);
        if (reply?.Error is { } refusal)
            throw new StartException(ExitCode.BadUsage, refusal);
        return reply is not null;
    }
}

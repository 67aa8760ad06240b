using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor;

/// <summary>Holds what one sensor has alone: the host with its firewall table, and the state directory.</summary>
internal static class SoleOwner
{
    /// <summary>What is held until it is disposed of; throws StartException when another sensor has it, or the directory cannot be written.</summary>
    public static IReadOnlyList<IDisposable> Hold(string stateDir, ILogger<HostLock> logger)
    {
        HostLock? host = null;
        try
        {
            host = HostLock.TryHold(logger) ?? throw new StartException(ExitCode.BadUsage, "already running on this host, and one firewall table has one owner");
            var state = StateDirectory.TryHold(stateDir) ?? throw new StartException(ExitCode.BadUsage, $"already running: another process holds {stateDir} (STATE_DIR)");
            return [host, state];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StartException)
        {
            host?.Dispose();
            if (failure is StartException)
                throw;
            throw new StartException(ExitCode.Missing, $"the state directory {stateDir} cannot be written ({failure.Message}); make it writable, or set STATE_DIR to one that is", failure);
        }
    }
}

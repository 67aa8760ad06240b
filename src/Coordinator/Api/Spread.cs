using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>How far orders have come. Pure.</summary>
internal static class Spread
{
    // Sensors say at least once a minute how they are: of one that is silent for longer its member may have died.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    /// <summary>Of the connected sensors, how many there are and how many have carried out all orders up to a position.</summary>
    public static (int Level, int Connected) Of(IEnumerable<SensorRow> sensors, long position, DateTimeOffset now)
    {
        var connected = sensors.Where(sensor => sensor is { RevokedAt: null, State.IsConnected: true } && now - sensor.State.SeenAt <= Silence).ToList();
        return (connected.Count(sensor => sensor.State!.Applied?.Position.Position >= position), connected.Count);
    }
}

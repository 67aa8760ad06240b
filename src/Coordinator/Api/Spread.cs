using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>How far orders have come. Pure.</summary>
internal static class Spread
{
    /// <summary>Of the connected sensors, how many there are and how many have carried out all orders up to a position.</summary>
    public static (int Level, int Connected) Of(IEnumerable<SensorRow> sensors, long position, DateTimeOffset now)
    {
        var connected = sensors.Where(sensor => sensor.RevokedAt is null && SensorViews.IsConnected(sensor, now)).ToList();
        return (connected.Count(sensor => sensor.State!.Applied?.Position.Position >= position), connected.Count);
    }
}

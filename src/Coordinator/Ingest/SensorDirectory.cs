using System.Collections.Frozen;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary>The enrolled sensors as they were a moment ago, to be looked up by any request without waiting; its owner, <see cref="DirectoryActor"/>, replaces the whole.</summary>
internal sealed class SensorDirectory
{
    private volatile FrozenDictionary<SensorId, SensorRow> _byId = FrozenDictionary<SensorId, SensorRow>.Empty;

    /// <summary>All of them, revoked ones included.</summary>
    public IReadOnlyCollection<SensorRow> All => _byId.Values;

    /// <summary>A sensor, or null when it was unknown then.</summary>
    public SensorRow? Find(SensorId id) => _byId.GetValueOrDefault(id);

    /// <summary>These are the sensors from now on.</summary>
    public void Replace(IEnumerable<SensorRow> sensors) => _byId = sensors.ToFrozenDictionary(sensor => sensor.Id);
}

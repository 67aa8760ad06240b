using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>What the command line says besides the modes; it counts before the configuration, at each reload, too.</summary>
internal sealed record StartFlags
{
    /// <summary>The dialect that the flags are of; null when they do not say.</summary>
    public ConfigDialect? Dialect { get; init; }

    /// <summary>-i: the interfaces to watch; null when it was not given.</summary>
    public IReadOnlyList<string>? Interfaces { get; init; }

    /// <summary>-l: true for syslog, false for standard output; null when it was not given.</summary>
    public bool? ToSyslog { get; init; }

    /// <summary>-S: true when a port is a tripwire whether it is served or not.</summary>
    public bool ServedPortsCount { get; init; }

    /// <summary>The configuration as these flags change it.</summary>
    public SensorOptions ApplyTo(SensorOptions options) => options with { Interfaces = Interfaces ?? options.Interfaces, ServedPortsCount = ServedPortsCount };

    /// <summary>The configuration as these flags change it, on this host.</summary>
    public SensorOptions ApplyHere(SensorOptions options)
    {
        var ports = LocalPorts.Read();
        return Enum.GetValues<Transport>().Aggregate(ApplyTo(options), (changed, transport) => changed.With(transport, keys => keys with { LocalPorts = ports ?? keys.LocalPorts }));
    }
}

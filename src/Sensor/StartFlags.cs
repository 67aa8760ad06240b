using PortSentry.Sensor.Config;

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
}

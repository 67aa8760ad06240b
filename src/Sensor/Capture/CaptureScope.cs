using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>What the kernel's filter lets through.</summary>
public sealed record CaptureScope
{
    /// <summary>TCP ports watched on IPv4 addresses.</summary>
    public required PortSet TcpIPv4 { get; init; }

    /// <summary>TCP ports watched on IPv6 addresses.</summary>
    public required PortSet TcpIPv6 { get; init; }

    /// <summary>Ports that are in use on one address only and watched on the others.</summary>
    public IReadOnlyList<(Address Address, ushort Port)> InUse { get; init; } = [];

    /// <summary>The interfaces to watch by index, 64 at the most; empty for all but the loopback.</summary>
    public IReadOnlyList<int> Interfaces { get; init; } = [];

    /// <summary>The loopback's index; 0 when there is none.</summary>
    public int Loopback { get; init; }
}

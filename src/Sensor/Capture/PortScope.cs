using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>The ports of one protocol that the kernel's filter lets through.</summary>
public sealed record PortScope
{
    /// <summary>Ports watched on IPv4 addresses.</summary>
    public required PortSet IPv4 { get; init; }

    /// <summary>Ports watched on IPv6 addresses.</summary>
    public required PortSet IPv6 { get; init; }

    /// <summary>Ports that are in use on one address only and watched on the others.</summary>
    public IReadOnlyList<(Address Address, ushort Port)> InUse { get; init; } = [];

    /// <summary>Where it is not 0: SYNs to ports in use pass, too, and so do segments that acknowledge something, to watched ports below this.</summary>
    public ushort AcknowledgingBelow { get; init; }

    /// <summary>No port at all.</summary>
    public static PortScope None { get; } = new() { IPv4 = PortSet.Empty, IPv6 = PortSet.Empty };

    /// <summary>The ports watched on the addresses of a family.</summary>
    public PortSet Of(bool ipv4) => ipv4 ? IPv4 : IPv6;
}

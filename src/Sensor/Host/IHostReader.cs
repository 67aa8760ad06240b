using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Reads the host as it is now; what cannot be read is null, and the last that was known stands.</summary>
public interface IHostReader : IDisposable
{
    /// <summary>Every port that a protocol listens on.</summary>
    IReadOnlyList<ServicePort>? ReadListeners(Transport transport);

    /// <summary>Addresses, links and gateways.</summary>
    HostAddresses? ReadAddresses();

    /// <summary>Ports that NAT rules publish, by protocol.</summary>
    ValueTask<ILookup<Transport, ServicePort>?> ReadPublishedAsync(CancellationToken cancel);

    /// <summary>The name servers this host asks.</summary>
    IReadOnlyList<Address>? ReadResolvers();

    /// <summary>Where logged-in sessions come from.</summary>
    IReadOnlyList<Address>? ReadSessions();
}

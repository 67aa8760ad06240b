using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Host;

/// <summary>A host that is as a test says.</summary>
internal sealed class FakeHost : IHostReader
{
    public IReadOnlyList<ServicePort>? Listeners { get; set; } = [];

    public HostAddresses? Addresses { get; set; } = Hosts.Addresses;

    public IReadOnlyList<ServicePort>? UdpListeners { get; set; } = [];

    public IReadOnlyList<ServicePort>? Published { get; set; } = [];

    public IReadOnlyList<ServicePort> UdpPublished { get; set; } = [];

    public IReadOnlyList<Address>? Resolvers { get; set; } = [];

    public IReadOnlyList<Address>? Sessions { get; set; } = [];

    public int PublishedRead { get; private set; }

    public int AddressesRead { get; private set; }

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<ServicePort>? ReadListeners(Transport transport) => transport == Transport.Udp ? UdpListeners : Listeners;

    public HostAddresses? ReadAddresses()
    {
        AddressesRead++;
        return Addresses;
    }

    public ValueTask<ILookup<Transport, ServicePort>?> ReadPublishedAsync(CancellationToken cancel)
    {
        PublishedRead++;
        return ValueTask.FromResult(Published?.Select(service => (Transport.Tcp, service)).Concat(UdpPublished.Select(service => (Transport.Udp, service)))
            .ToLookup(pair => pair.Item1, pair => pair.service));
    }

    public IReadOnlyList<Address>? ReadResolvers() => Resolvers;

    public IReadOnlyList<Address>? ReadSessions() => Sessions;

    public void Dispose() => IsDisposed = true;
}

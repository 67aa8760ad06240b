using System.Collections.Frozen;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>The host that a capture was taken on, as far as the capture tells: its addresses and services. Gateways, name servers and sessions it does not tell; the ignore file may.</summary>
internal sealed class ReplayHost
{
    // RFC 4291, 2.5.1: the length of an IPv6 link's prefix.
    private const int LinkPrefix = 64;

    /// <summary>The host of these addresses, with these ports served.</summary>
    public ReplayHost(Viewpoint viewpoint, IReadOnlyDictionary<Transport, IReadOnlyCollection<ServicePort>> services, ReplaySettings settings)
    {
        Viewpoint = viewpoint;
        var addresses = HostAddresses.None with { Own = viewpoint.Own, OnLink = new CidrSet(LinksOf(viewpoint.Own)) };
        var state = new HostState { Addresses = addresses, Ignored = settings.Ignored };
        View = state.ToView(settings.Options, settings.Modes.Select(mode => (mode, new ServicePorts(services[mode.Transport()]))));
        Open = services.ToDictionary(pair => pair.Key, pair => PortSet.Of(pair.Value.Select(service => service.Port)));
    }

    /// <summary>Whose eyes see the capture.</summary>
    public Viewpoint Viewpoint { get; }

    /// <summary>What detection and protection know of the host.</summary>
    public HostView View { get; }

    /// <summary>The ports that are served, by protocol.</summary>
    public IReadOnlyDictionary<Transport, PortSet> Open { get; }

    private static IEnumerable<Cidr> LinksOf(FrozenSet<Address> own) =>
        own.Where(address => !address.IsIPv4).Select(address => new Cidr(address, LinkPrefix));
}

using System.Collections.Frozen;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>The ports in use at one moment, as an immutable look-up.</summary>
public sealed class ServicePorts
{
    private readonly FrozenSet<ServicePort> _onOneAddress;
    private readonly FrozenSet<Address> _wholeAddresses;

    /// <summary>The look-up over these ports.</summary>
    public ServicePorts(IReadOnlyCollection<ServicePort> ports)
    {
        EverywhereIPv4 = PortSet.Of(ports.Where(service => service.Address == ServicePort.AnyIPv4).Select(service => service.Port));
        EverywhereIPv6 = PortSet.Of(ports.Where(service => service.Address == ServicePort.AnyIPv6).Select(service => service.Port));
        _onOneAddress = ports.Where(service => !service.IsEverywhere && !service.IsEveryPort).ToFrozenSet();
        _wholeAddresses = ports.Where(service => service.IsEveryPort).Select(service => service.Address).ToFrozenSet();
    }

    /// <summary>No port is in use.</summary>
    public static ServicePorts None { get; } = new([]);

    /// <summary>Ports in use on every IPv4 address.</summary>
    public PortSet EverywhereIPv4 { get; }

    /// <summary>Ports in use on every IPv6 address.</summary>
    public PortSet EverywhereIPv6 { get; }

    /// <summary>Ports in use on single addresses.</summary>
    public IReadOnlySet<ServicePort> OnOneAddress => _onOneAddress;

    /// <summary>True when the port is served on that address.</summary>
    public bool InUse(Address address, ushort port) =>
        (address.IsIPv4 ? EverywhereIPv4 : EverywhereIPv6).Contains(port)
        || (_onOneAddress.Count > 0 && _onOneAddress.Contains(new ServicePort(address, port)))
        || (_wholeAddresses.Count > 0 && _wholeAddresses.Contains(address));
}

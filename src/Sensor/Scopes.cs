using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>Says what the kernel's filter is to let through.</summary>
internal static class Scopes
{
    // No interface has this index: nothing is watched until one of those named appears.
    private const int NoInterface = int.MaxValue;

    public static CaptureScope Of(HostView view, SensorOptions options) => new()
    {
        Tcp = PortsOf(view, Transport.Tcp) with { AcknowledgingBelow = view.Watches.ContainsKey(ProtocolMode.AutoTcp) ? options.Tcp.LocalPorts.First : (ushort)0 },
        Udp = PortsOf(view, Transport.Udp),
        Interfaces = InterfacesOf(options),
        Loopback = Interfaces.IndexOf("lo"),
    };

    /// <summary>The interfaces that INTERFACES names and this host does not have, as of now.</summary>
    public static IReadOnlyList<string> MissingInterfaces(SensorOptions options) => [.. options.Interfaces.Where(name => Interfaces.IndexOf(name) == 0)];

    private static PortScope PortsOf(HostView view, Transport transport)
    {
        var watch = view.Watches.FirstOrDefault(pair => pair.Key.Transport() == transport && !pair.Key.Binds()).Value;
        if (watch is null)
            return PortScope.None;

        var (watched, services, local) = watch;
        return new PortScope
        {
            IPv4 = watched.Except(services.EverywhereIPv4),
            IPv6 = watched.Except(services.EverywhereIPv6),
            InUse = [.. services.OnOneAddress
                .Where(service => watched.Contains(service.Port) && local.Contains(service.Address))
                .Select(service => (service.Address, service.Port))],
        };
    }

    private static List<int> InterfacesOf(SensorOptions options)
    {
        if (options.Interfaces.Count == 0)
            return [];

        List<int> indexes = [.. options.Interfaces.Select(Interfaces.IndexOf).Where(index => index > 0)];
        return indexes.Count > 0 ? indexes : [NoInterface];
    }
}

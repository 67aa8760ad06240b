using System.Collections.Frozen;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

/// <summary>Hosts to watch, and how.</summary>
internal static class Watches
{
    public static FrozenSet<Address> Local { get; } = new[] { Probes.Local, Probes.LocalIPv6 }.ToFrozenSet();

    /// <summary>Every port below 1024, none in use.</summary>
    public static PortWatch Below1024 { get; } = new(PortSet.Below(1024), ServicePorts.None, Local);

    /// <summary>IPv6 sources count by /64.</summary>
    public static SourceNetworks By64 { get; } = new(64, CidrSet.Empty);

    public static Protection NoProtection { get; } = Protecting();

    public static DetectorSettings Settings { get; } = new() { Transport = Transport.Tcp, ScanTrigger = 0, ScanWindow = TimeSpan.FromHours(24), MaxSources = 1000 };

    public static Protection Protecting(params string[] networks) =>
        new(new Dictionary<ProtectionReason, IEnumerable<Cidr>> { [ProtectionReason.Ignored] = networks.Select(Cidr.Parse) });
}

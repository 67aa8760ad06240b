using System.Globalization;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>What portsentry 1.2 says in syslog when it starts.</summary>
internal static class StartNotices
{
    public static IEnumerable<string> Of(StartOptions start) =>
        [$"adminalert: PortSentry {ProductVersion.Text} is starting.", .. start.Mode == ProtocolMode.Stcp ? Listed(start.Options) : Advanced(start.Options)];

    private static IEnumerable<string> Listed(SensorOptions options) => Ports(options.TcpPorts)
        .Select(port => string.Create(CultureInfo.InvariantCulture, $"adminalert: Going into stealth listen mode on TCP port: {port}"));

    private static IEnumerable<string> Advanced(SensorOptions options) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"adminalert: Advanced mode will monitor first {options.AdvancedPortsTcp} ports"),
        .. Ports(options.AdvancedExcludeTcp).Select(port => string.Create(CultureInfo.InvariantCulture, $"adminalert: Advanced Stealth scan detection mode activated. Ignored TCP port: {port}")),
    ];

    // A range counts as one: 1.2 knew no ranges.
    private static IEnumerable<PortRange> Ports(PortSet ports) => ports.ToRanges()
        .SelectMany(range => range.Count > 8 ? [range] : Enumerable.Range(range.First, range.Count).Select(port => new PortRange((ushort)port, (ushort)port)));
}

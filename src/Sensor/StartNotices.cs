using System.Globalization;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>What portsentry 1.2 says in syslog when it starts.</summary>
internal static class StartNotices
{
    public static IEnumerable<string> Of(StartOptions start) =>
        [$"adminalert: PortSentry {ProductVersion.Text} is starting.", .. start.Modes.SelectMany(mode => Of(mode, start.Options))];

    /// <summary>What it says of one mode.</summary>
    public static IEnumerable<string> Of(ProtocolMode mode, SensorOptions options) => mode.IsAdvanced() ? Advanced(mode, options) : Listed(mode, options);

    private static IEnumerable<string> Listed(ProtocolMode mode, SensorOptions options) => Ports(options.Watched(mode))
        .Select(port => $"adminalert: Going into {(mode.Binds() ? "listen" : "stealth listen")} mode on {mode.Transport().ClassicName()} port: {port}");

    private static IEnumerable<string> Advanced(ProtocolMode mode, SensorOptions options)
    {
        var keys = options.Of(mode.Transport());
        return
        [
            mode.IsAuto()
                ? $"adminalert: Going into auto mode on all {mode.Transport().ClassicName()} ports"
                : string.Create(CultureInfo.InvariantCulture, $"adminalert: Advanced mode will monitor first {keys.AdvancedPorts} ports"),
            .. Ports(keys.AdvancedExclude).Select(port => $"adminalert: Advanced Stealth scan detection mode activated. Ignored {mode.Transport().ClassicName()} port: {port}"),
        ];
    }

    // A range counts as one: 1.2 knew no ranges.
    private static IEnumerable<PortRange> Ports(PortSet ports) => ports.ToRanges()
        .SelectMany(range => range.Count > 8 ? [range] : Enumerable.Range(range.First, range.Count).Select(port => new PortRange((ushort)port, (ushort)port)));
}

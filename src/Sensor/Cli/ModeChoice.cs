using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli;

/// <summary>Finds the modes that watch, one a protocol at the most: flags, then the configuration, then the environment, then Debian's defaults file; the first of these that names any mode names all.</summary>
internal static class ModeChoice
{
    private const string DefaultsFile = "/etc/default/portsentry";

    /// <summary>The modes of a start. Where nobody names one, a configuration of portsentry 2.x means its default.</summary>
    public static IReadOnlyList<ProtocolMode> Of(IReadOnlyList<ProtocolMode> flags, SensorOptions options, ConfigDialect dialect = ConfigDialect.Classic)
    {
        if (flags.Count > 0)
            return flags;

        List<ProtocolMode> modes = [.. Named(options)];
        if (modes.Count == 0)
            modes = Parsed(Environment.GetEnvironmentVariable);
        if (modes.Count == 0)
            modes = Parsed(FromDefaultsFile);
        if (modes.Count == 0 && dialect == ConfigDialect.V2)
            return V2Flags.Stealth(options);
        return modes.Count > 0 ? modes : throw new StartException(
            ExitCode.BadUsage,
            "no mode is given: start with -tcp, -stcp or -atcp, -udp, -sudp or -audp, or -auto, or set TCP_MODE=\"tcp\", \"stcp\", \"atcp\" or \"auto\", UDP_MODE=\"udp\", \"sudp\", \"audp\" or \"auto\" in the configuration");
    }

    /// <summary>The modes that a configuration names.</summary>
    public static IEnumerable<ProtocolMode> Named(SensorOptions options) =>
        Enum.GetValues<Transport>().Select(transport => options.Of(transport).Mode).OfType<ProtocolMode>();

    /// <summary>The dialect of a start: its flags', else 1.2's where environment or defaults file name a mode; null when the configuration's keys tell.</summary>
    public static ConfigDialect? DialectOf(StartFlags flags) =>
        flags.Dialect ?? (Enum.GetValues<Transport>().Any(IsNamedOutside) ? ConfigDialect.Classic : null);

    private static bool IsNamedOutside(Transport transport) =>
        new[] { Environment.GetEnvironmentVariable(KeyOf(transport)), FromDefaultsFile(KeyOf(transport)) }.Any(text => text is { Length: > 0 });

    private static List<ProtocolMode> Parsed(Func<string, string?> valueOf)
    {
        List<ProtocolMode> modes = [];
        foreach (var transport in Enum.GetValues<Transport>())
        {
            var key = KeyOf(transport);
            if (valueOf(key) is { Length: > 0 } text)
                modes.Add(ProtocolModes.Find(transport, text) ?? throw new StartException(ExitCode.BadUsage, $"{key}=\"{text}\" is not allowed; allowed: {Allowed(transport)}"));
        }

        return modes;
    }

    private static string KeyOf(Transport transport) => $"{transport.ClassicName()}_MODE";

    private static string Allowed(Transport transport) => string.Join(" or ", ProtocolModes.Of(transport).Select(mode => mode.Word()));

    private static string? FromDefaultsFile(string key) =>
        File.Exists(DefaultsFile) ? ShellVariables.Read(File.ReadAllText(DefaultsFile)).GetValueOrDefault(key) : null;
}

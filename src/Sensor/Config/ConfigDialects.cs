namespace PortSentry.Sensor.Config;

/// <summary>Tells the dialects apart. Pure.</summary>
internal static class ConfigDialects
{
    private const string Advanced = "ADVANCED_";

    // Those that name ports: 2.x demands one of them.
    private static readonly string[] PortLists = ["TCP_PORTS", "UDP_PORTS"];

    // 2.x has neither these nor the advanced modes.
    private static readonly string[] Modes = ["TCP_MODE", "UDP_MODE"];

    /// <summary>The dialect of a file by its keys: 2.x's when it lists ports and has no key of modes that 2.x does not have, else 1.2's.</summary>
    public static ConfigDialect Of(IEnumerable<ConfigLine> lines)
    {
        var keys = lines.Select(line => line.Key).ToHashSet(StringComparer.Ordinal);
        return PortLists.Any(keys.Contains) && !Modes.Any(keys.Contains) && !keys.Any(key => key.StartsWith(Advanced, StringComparison.Ordinal))
            ? ConfigDialect.V2
            : ConfigDialect.Classic;
    }

    /// <summary>Whose it is, in words.</summary>
    public static string Name(this ConfigDialect dialect) => dialect == ConfigDialect.V2 ? "portsentry 2.x" : "portsentry 1.2";
}

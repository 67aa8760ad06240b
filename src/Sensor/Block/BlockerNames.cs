using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Block;

/// <summary>Which blockers a configuration means. Pure.</summary>
public static class BlockerNames
{
    /// <summary>Every blocker there is.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        NftablesBlocker.BlockerName, IptablesBlocker.BlockerName, IpsetBlocker.BlockerName,
        RouteBlocker.BlockerName, HostsDenyBlocker.BlockerName, CommandBlocker.BlockerName,
    ];

    /// <summary>A list of blockers, each once; null when a word is none, or none is given.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        var names = ConfigValues.Words(text);
        return names.Count > 0 && names.All(All.Contains) && names.Distinct().Count() == names.Count ? names : null;
    }

    /// <summary>Those of this host's own blocks: BLOCKER, else what the KILL_ keys of old configurations ask for, in the order of portsentry 1.2.</summary>
    public static IReadOnlyList<string> Local(SensorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Blockers is { } named)
            return named;
        if (options.KillRoute is null && options.KillHostsDeny is null)
            return [NftablesBlocker.BlockerName];

        List<string> asked = [];
        if (options.KillHostsDeny is not null)
            asked.Add(HostsDenyBlocker.BlockerName);
        if (options.KillRoute is { } route)
            asked.Add(KillRoute.Recognise(route)?.Blocker ?? CommandBlocker.BlockerName);
        return asked;
    }

    /// <summary>All that are used, those of orders included.</summary>
    public static IReadOnlyList<string> Used(SensorOptions options) => [.. Local(options).Union(options.OrderBlockers)];

    /// <summary>Whose blocks a blocker carries out.</summary>
    public static BlockerDuty DutyOf(string name, SensorOptions options) => new(Local(options).Contains(name), options.OrderBlockers.Contains(name));
}

using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>Checks that concern more than one key. Pure but for the files a configuration names.</summary>
public static class ConfigChecks
{
    /// <summary>What is wrong or doubtful about the options as a whole.</summary>
    public static IEnumerable<ConfigIssue> Of(string file, SensorOptions options, ProtocolMode mode)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (mode == ProtocolMode.Stcp && options.TcpPorts.Count == 0)
            yield return new ConfigIssue(true, file, 0, "TCP_PORTS is missing: mode stcp watches the ports it lists; allowed: such as TCP_PORTS=\"1,11,79,111\"");
        if (mode == ProtocolMode.Atcp && PortSet.Below(options.AdvancedPortsTcp).Except(options.AdvancedExcludeTcp).Count == 0)
            yield return new ConfigIssue(true, file, 0, "ADVANCED_EXCLUDE_TCP leaves no port below ADVANCED_PORTS_TCP to watch");
        if (options.BlockDuration > TimeSpan.Zero && options.BlockDurationMax > TimeSpan.Zero && options.BlockDurationMax < options.BlockDuration)
            yield return new ConfigIssue(true, file, 0, "BLOCK_DURATION_MAX is shorter than BLOCK_DURATION; allowed: as long or longer, or 0 for ever");
        if (options.BlockDuration > TimeSpan.Zero && options.BlockDuration < options.BlockDurationUnproven)
            yield return new ConfigIssue(false, file, 0, "BLOCK_DURATION is shorter than BLOCK_DURATION_UNPROVEN: whoever proves its address is blocked for a shorter time");
        if (!options.BlockTcp && !options.Simulate)
            yield return new ConfigIssue(false, file, 0, "BLOCK_TCP is 0 or missing: scans are logged, nobody is blocked; BLOCK_TCP=\"1\" blocks");
        foreach (var issue in IgnoreList.ReadFile(options.IgnoreFile).Issues)
            yield return issue;
    }
}

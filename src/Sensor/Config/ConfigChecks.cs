using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>Checks that concern more than one key. Pure but for the files a configuration names.</summary>
public static class ConfigChecks
{
    /// <summary>What is wrong or doubtful about the options as a whole.</summary>
    public static IEnumerable<ConfigIssue> Of(string file, SensorOptions options, IEnumerable<ProtocolMode> modes)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var issue in modes.SelectMany(mode => OfMode(file, options, mode)))
            yield return issue;
        if (options.BlockDuration > TimeSpan.Zero && options.BlockDurationMax > TimeSpan.Zero && options.BlockDurationMax < options.BlockDuration)
            yield return new ConfigIssue(true, file, 0, "BLOCK_DURATION_MAX is shorter than BLOCK_DURATION; allowed: as long or longer, or 0 for ever");
        if (options.BlockDuration > TimeSpan.Zero && options.BlockDuration < options.BlockDurationUnproven)
            yield return new ConfigIssue(false, file, 0, "BLOCK_DURATION is shorter than BLOCK_DURATION_UNPROVEN: whoever proves its address is blocked for a shorter time");
        foreach (var issue in ResponseChecks.Of(file, options, Toolbox.OfHost))
            yield return issue;
        if (!Enrolment.TryReadConfigured(options.CoordinatorCa, out _, out var problem))
            yield return new ConfigIssue(true, file, 0, problem!);
        if (options.Coordinators.Count > 0 && !Directory.Exists(Path.Combine(options.StateDir, Enrolment.PkiFolder)))
            yield return new ConfigIssue(false, file, 0, "COORDINATOR is set, but this sensor is not enrolled: portsentry enroll URL --token TOKEN does that");
        if (options.BlockedFile is { } blocked && BinaryBlocked.TryReadFile(blocked, out var held))
            yield return new ConfigIssue(false, file, 0, $"{blocked} (BLOCKED_FILE) is portsentry 2.x's and names {held.Count} sources; it is left as it is, and portsentry import --apply blocks them here");
        foreach (var issue in IgnoreList.ReadFile(options.IgnoreFile).Issues)
            yield return issue;
    }

    private static IEnumerable<ConfigIssue> OfMode(string file, SensorOptions options, ProtocolMode mode)
    {
        var name = mode.Transport().ClassicName();
        if (options.Watched(mode).Count == 0)
        {
            yield return new ConfigIssue(true, file, 0, mode.IsAdvanced()
                ? $"ADVANCED_EXCLUDE_{name} leaves no port{(mode.IsAuto() ? "" : $" below ADVANCED_PORTS_{name}")} to watch"
                : $"{name}_PORTS is missing: mode {mode.Name()} watches the ports it lists; allowed: such as {name}_PORTS=\"{SomePorts(mode)}\"");
        }

        if (mode.IsAuto() && options.ServedPortsCount)
            yield return new ConfigIssue(true, file, 0, $"-S and mode {mode.Word()} exclude each other: it weighs what a source touches by what is served");
        if (options.Of(mode.Transport()) is { Block: false, CommandOnly: false } && !options.Simulate)
            yield return new ConfigIssue(false, file, 0, $"BLOCK_{name} is 0 or missing: {name} scans are logged, nobody is blocked; BLOCK_{name}=\"1\" blocks");
    }

    private static string SomePorts(ProtocolMode mode) => mode.Transport() == Transport.Udp ? "1,7,9,69,161" : "1,11,79,111";
}

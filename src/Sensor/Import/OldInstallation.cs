using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Import;

/// <summary>What an old installation holds: read only, never written.</summary>
internal sealed record OldInstallation
{
    private const string HostsDeny = "/etc/hosts.deny";
    private const string DenyKey = "KILL_HOSTS_DENY";
    private const string Kept = ".1.2";
    private static readonly ProtocolMode[] Modes = [ProtocolMode.Tcp, ProtocolMode.Stcp, ProtocolMode.Atcp, ProtocolMode.Udp, ProtocolMode.Sudp, ProtocolMode.Audp];

    /// <summary>Its configuration file.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>What the configuration says, and by whose rules.</summary>
    public required ConfigResult Configuration { get; init; }

    /// <summary>The ignore file that was found, and what it says; null when it was not.</summary>
    public (string File, IgnoredSources Sources)? Ignored { get; init; }

    /// <summary>The history; null when it was not found.</summary>
    public OldHistory? History { get; init; }

    /// <summary>Who is blocked, and by which file it is known.</summary>
    public IReadOnlyDictionary<Address, string> Blocked { get; init; } = new Dictionary<Address, string>();

    /// <summary>The files that named somebody who is blocked, with how many each.</summary>
    public IReadOnlyList<(string File, int Sources)> BlockedFiles { get; init; } = [];

    /// <summary>The blocked files that named sources who were not blocked, with how many each, and why.</summary>
    public IReadOnlyList<(string File, int Sources, string Why)> LeftOut { get; init; } = [];

    /// <summary>Reads the installation under a folder; null when no configuration is there. May throw IOException.</summary>
    public static OldInstallation? Read(string folder)
    {
        var paths = new OldPaths(folder);
        if (paths.Configuration() is not { } config)
            return null;

        var result = ConfigReader.ReadFile(config);
        var options = result.Options;
        List<(string File, IReadOnlyCollection<Address> Sources, string? WhyNot)> named = [.. NamedBy(paths, options)];
        List<(string File, IReadOnlyCollection<Address> Sources)> blocked =
        [
            .. named.Where(one => one.WhyNot is null).Select(one => (one.File, one.Sources)),
            .. DeniedOf(paths, TemplateOf(config, result.Dialect)),
        ];
        Dictionary<Address, string> known = [];
        foreach (var (file, sources) in blocked)
        {
            foreach (var source in sources)
                known.TryAdd(source, file);
        }

        return new OldInstallation
        {
            ConfigFile = config,
            Configuration = result,
            Ignored = options.IgnoreFile is { } ignore && paths.Find(ignore) is { } found ? (found, IgnoreList.ReadFile(found)) : null,
            History = options.HistoryFile is { } history && paths.Find(history) is { } written ? OldHistory.Of(written, File.ReadLines(written)) : null,
            Blocked = known,
            BlockedFiles = [.. blocked.Select(pair => (pair.File, pair.Sources.Count))],
            LeftOut = [.. named.Where(one => one.WhyNot is not null && one.Sources.Count > 0).Select(one => (one.File, one.Sources.Count, one.WhyNot!))],
        };
    }

    /// <summary>1.2 has a text file a mode, 2.x one binary file for all.</summary>
    private static IEnumerable<(string, IReadOnlyCollection<Address>, string?)> NamedBy(OldPaths paths, SensorOptions options)
    {
        if (options.BlockedFile is not { } path)
            yield break;

        if (paths.Find(path) is { } file)
            yield return (file, SourcesOf(file), null);
        foreach (var mode in Modes)
        {
            // What the package kept when it took 1.2's place is 1.2's; the file itself was emptied since and is ours.
            var name = $"{path}.{mode.Name()}";
            if ((paths.Find(name + Kept) ?? paths.Find(name)) is { } text)
                yield return (text, SourcesOf(text), WhyNotBlocked(options, mode.Transport()));
        }
    }

    private static HashSet<Address> SourcesOf(string file) =>
        BinaryBlocked.TryReadFile(file, out var binary) ? [.. binary] : Sources(File.ReadLines(file).Select(line => OldLines.Event(line)?.Source));

    /// <summary>These files name every alarm's source, also where nothing was done about it.</summary>
    private static string? WhyNotBlocked(SensorOptions options, Transport transport) => options.Of(transport) is { Block: false, CommandOnly: false }
        ? $"with BLOCK_{transport.ClassicName()}=\"0\" they were logged, not blocked"
        : null;

    private static IEnumerable<(string, IReadOnlyCollection<Address>)> DeniedOf(OldPaths paths, string? template)
    {
        if (paths.Find(HostsDeny) is not { } file)
            yield break;

        var denied = Sources(File.ReadLines(file).Select(line => OldLines.Denied(line, template)));
        if (denied.Count > 0)
            yield return (file, denied);
    }

    private static string? TemplateOf(string config, ConfigDialect dialect)
    {
        List<string> templates = [.. ConfigLines.Split(File.ReadAllText(config), dialect).Where(line => line.Key == DenyKey).Select(line => line.Value)];
        return dialect == ConfigDialect.V2 ? templates.LastOrDefault() : templates.FirstOrDefault();
    }

    private static HashSet<Address> Sources(IEnumerable<Address?> sources) => [.. sources.OfType<Address>()];
}

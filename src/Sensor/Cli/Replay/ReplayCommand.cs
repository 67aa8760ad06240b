using System.CommandLine;
using System.Text.Json;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli.Replay;

/// <summary><c>portsentry replay</c>: what the sensor would have done about captured traffic; needs no rights and touches nothing.</summary>
internal sealed class ReplayCommand(CommonOptions common)
{
    private readonly ModeFlags _modes = new();
    private readonly Argument<string[]> _files = new("file") { Description = "captures, pcap or pcapng; each is one host's view", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _own = new("--own") { Description = "an address of the host (default: the one that most touches go to)", HelpName = "ADDR" };
    private readonly Option<string?> _open = new("--open") { Description = "ports that are served, besides those that answer in the capture", HelpName = "PORTS" };
    private readonly Option<bool> _fleet = new("--fleet") { Description = "judge all files together as well, those of a host as what one sensor of a fleet saw" };

    public Command Make()
    {
        var command = new Command("replay", "Say what the sensor would have done about captured traffic; needs no rights") { _files, _own, _open, _fleet, common.Format };
        foreach (var option in _modes.Options)
            command.Options.Add(option);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        try
        {
            var (settings, configuration) = Read(parsed);
            return Run(parsed, settings, configuration);
        }
        catch (StartException failure)
        {
            return Output.Fail(failure.ExitCode, failure.Message);
        }
    }

    private int Run(ParseResult parsed, ReplaySettings settings, string? configuration)
    {
        var isJson = parsed.GetRequiredValue(common.Format) == Output.Json;
        var files = Replay(parsed.GetRequiredValue(_files), settings, isJson);
        var fleet = parsed.GetValue(_fleet) ? FleetReplay.Judge(files).Select(alarm => ReplayText.ViewOf(alarm, settings.Options.Simulate)).ToList() : null;
        if (fleet is not null)
            Show(fleet, files.Count, isJson);
        if (isJson)
            Print(Summary(files, settings, configuration) with { FleetAlarms = fleet?.Count });
        return files.Exists(file => file.Problem is not null) ? ExitCode.BadUsage : ExitCode.Ok;
    }

    private static List<ReplayedFile> Replay(IEnumerable<string> names, ReplaySettings settings, bool isJson)
    {
        var line = new ProgressLine();
        var replay = new CaptureReplay(settings, Console.IsErrorRedirected ? null : line.Tell);
        List<ReplayedFile> files = [];
        foreach (var name in names)
        {
            files.Add(replay.Replay(name));
            line.Clear();
            Show(files[^1], ViewOf(files[^1], settings), isJson);
        }

        return files;
    }

    private static ReplaySummaryView Summary(IReadOnlyList<ReplayedFile> files, ReplaySettings settings, string? configuration)
    {
        List<ReplayFileView> views = [.. files.Select(file => ViewOf(file, settings))];
        return new ReplaySummaryView([.. settings.Modes.Select(mode => mode.Name())], configuration, views.Sum(view => view.Alarms), views);
    }

    private static ReplayFileView ViewOf(ReplayedFile file, ReplaySettings settings) => ReplayText.ViewOf(file, ownInferred: settings.Own.Count == 0);

    private static void Show(ReplayedFile file, ReplayFileView view, bool isJson)
    {
        if (!isJson && (view.Frames > 0 || file.Problem is null))
            ReplayTables.Write(file, view);
        foreach (var replayed in isJson ? file.Alarms : [])
            Print(ReplayText.ViewOf(file.File, replayed));
        if (file.Problem is { } problem)
            Output.Fail(ExitCode.BadUsage, $"{file.File}: {problem}");
    }

    private static void Show(IReadOnlyList<ReplayAlarmView> fleet, int files, bool isJson)
    {
        if (!isJson)
            ReplayTables.Write(fleet, files);
        foreach (var alarm in isJson ? fleet : [])
            Print(alarm);
    }

    private static void Print(ReplayAlarmView alarm) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(new ReplayAlarmLine(alarm), ReplayJson.Default.ReplayAlarmLine));

    private static void Print(ReplaySummaryView summary) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(new ReplaySummaryLine(summary), ReplayJson.Default.ReplaySummaryLine));

    private (ReplaySettings Settings, string? Configuration) Read(ParseResult parsed)
    {
        var flags = _modes.Of(parsed);
        var (options, configuration) = Configuration(parsed);
        var modes = ModesOf(flags, options);
        var issues = ConfigChecks.Of(configuration ?? CommonOptions.DefaultConfigFile, options, modes).ToList();
        if (issues.Exists(issue => issue.IsError))
            throw new StartException(ExitCode.BadUsage, string.Join('\n', issues));

        issues.ForEach(issue => Console.Error.WriteLine(issue));
        return (new ReplaySettings(modes, options, IgnoreList.ReadFile(options.IgnoreFile).Networks, OwnOf(parsed), OpenOf(parsed)), configuration);
    }

    /// <summary>The configuration file; where the usual one cannot be read and no other is named, every default, and blocking switched on.</summary>
    private (SensorOptions Options, string? File) Configuration(ParseResult parsed)
    {
        var file = Path.GetFullPath(parsed.GetRequiredValue(common.ConfigFile));
        if (file == CommonOptions.DefaultConfigFile && !CanRead(file))
            return (new SensorOptions { Tcp = new() { Block = true }, Udp = new() { Block = true } }, null);

        var result = ConfigReader.ReadFile(file);
        return result.HasErrors ? throw new StartException(ExitCode.BadUsage, string.Join('\n', result.Issues)) : (result.Options, file);
    }

    private static bool CanRead(string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IReadOnlyList<ProtocolMode> ModesOf(IReadOnlyList<ProtocolMode> flags, SensorOptions options)
    {
        IReadOnlyList<ProtocolMode> chosen = flags.Count > 0 ? flags : [.. ModeChoice.Named(options)];
        if (chosen.Where(mode => mode.Binds()).Select(mode => mode.Name()).FirstOrDefault() is { } connect)
            throw new StartException(ExitCode.BadUsage, $"mode {connect} cannot be replayed: it counts what its own sockets accept, and a capture has none; -s{connect} replays the same ports");
        return chosen.Count > 0 ? chosen : [ProtocolMode.Atcp, ProtocolMode.Audp];
    }

    private List<Address> OwnOf(ParseResult parsed)
    {
        List<Address> own = [];
        foreach (var text in parsed.GetValue(_own) ?? [])
            own.Add(Address.TryParse(text, out var address) ? address : throw new StartException(ExitCode.BadUsage, $"--own {text} is no address"));
        return own;
    }

    private PortSet OpenOf(ParseResult parsed)
    {
        if (parsed.GetValue(_open) is not { } text)
            return PortSet.Empty;
        return ConfigValues.Ports(text) ?? throw new StartException(ExitCode.BadUsage, $"--open {text} is not allowed; allowed: ports 0 to 65535 and ranges a-b, parted by commas");
    }
}

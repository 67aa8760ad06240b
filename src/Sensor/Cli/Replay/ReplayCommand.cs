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
    private readonly Option<bool> _fleet = new("--fleet") { Hidden = true };

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
        var line = new ProgressLine();
        var replay = new CaptureReplay(settings, Console.IsErrorRedirected ? null : line.Tell);
        List<ReplayFileView> views = [];
        foreach (var name in parsed.GetRequiredValue(_files))
        {
            var file = replay.Replay(name);
            line.Clear();
            views.Add(ReplayText.ViewOf(file, ownInferred: settings.Own.Count == 0));
            Show(file, views[^1], isJson);
        }

        if (isJson)
            Print(new ReplaySummaryLine(new ReplaySummaryView([.. settings.Modes.Select(mode => mode.Name())], configuration, views.Sum(view => view.Alarms), views)));
        return views.Exists(view => view.Problem is not null) ? ExitCode.BadUsage : ExitCode.Ok;
    }

    private static void Show(ReplayedFile file, ReplayFileView view, bool isJson)
    {
        if (!isJson && (view.Frames > 0 || file.Problem is null))
            ReplayTables.Write(file, view);
        foreach (var replayed in isJson ? file.Alarms : [])
            Console.Out.WriteLine(JsonSerializer.Serialize(new ReplayAlarmLine(ReplayText.ViewOf(file.File, replayed)), ReplayJson.Default.ReplayAlarmLine));
        if (file.Problem is { } problem)
            Output.Fail(ExitCode.BadUsage, $"{file.File}: {problem}");
    }

    private static void Print(ReplaySummaryLine summary) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(summary, ReplayJson.Default.ReplaySummaryLine));

    private (ReplaySettings Settings, string? Configuration) Read(ParseResult parsed)
    {
        if (parsed.GetValue(_fleet))
            throw new StartException(ExitCode.BadUsage, "--fleet is not in this version; without it each file is judged by itself");

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

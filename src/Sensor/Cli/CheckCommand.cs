using System.CommandLine;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli;

/// <summary><c>portsentry check</c>: everything that is wrong with a configuration, at once.</summary>
internal static class CheckCommand
{
    public static Command Make(CommonOptions common)
    {
        var command = new Command("check", "Say everything that is wrong with the configuration, without starting; exit 0 when it can be used, 1 when not") { common.Format };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(common.ConfigFile), parsed.GetRequiredValue(common.Format)));
        return command;
    }

    private static int Run(string file, string format)
    {
        var result = ConfigReader.ReadFile(file, ModeChoice.DialectOf(new StartFlags()));
        var modes = ModesOf(result.Options);
        List<ConfigIssue> issues = [.. result.Issues];
        if (issues.TrueForAll(issue => issue.Line > 0 || !issue.IsError))
            issues.AddRange(ConfigChecks.Of(file, result.Options, modes));

        var isGood = !issues.Exists(issue => issue.IsError);
        if (format == Output.Json)
            Output.Write(ViewOf(file, isGood, issues), json => json.CheckView);
        else
            Print($"{file}, read as {result.Dialect.Name()} does,", isGood, issues, string.Join("; ", modes.Select(mode => Words(mode, result.Options))));
        return isGood ? ExitCode.Ok : ExitCode.BadUsage;
    }

    /// <summary>The modes that the configuration names; where it leaves that to flags, those that its keys are for.</summary>
    private static List<ProtocolMode> ModesOf(SensorOptions options)
    {
        List<ProtocolMode> named = [.. ModeChoice.Named(options)];
        if (named.Count > 0)
            return named;

        named.Add(options.Tcp.Ports.Count > 0 ? ProtocolMode.Stcp : ProtocolMode.Atcp);
        if (options.Udp.Ports.Count > 0)
            named.Add(ProtocolMode.Sudp);
        return named;
    }

    private static string Words(ProtocolMode mode, SensorOptions options) =>
        $"mode {mode.Name()} watches {options.Watched(mode).Count} {mode.Transport().ClassicName()} ports, less those in use";

    private static CheckView ViewOf(string file, bool isGood, IEnumerable<ConfigIssue> issues) =>
        new(file, isGood, [.. issues.Select(CheckIssueView.Of)]);

    private static void Print(string what, bool isGood, List<ConfigIssue> issues, string modes)
    {
        foreach (var issue in issues)
            Console.Out.WriteLine(issue);

        var errors = issues.Count(issue => issue.IsError);
        Console.Out.WriteLine(isGood
            ? $"{what} can be used: {modes}"
            : $"{what} cannot be used: {errors} {(errors == 1 ? "error" : "errors")}");
    }
}

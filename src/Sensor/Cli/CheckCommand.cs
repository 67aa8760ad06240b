using System.CommandLine;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;

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
        var result = ConfigReader.ReadFile(file);
        var mode = result.Options.TcpMode ?? (result.Options.TcpPorts.Count > 0 ? ProtocolMode.Stcp : ProtocolMode.Atcp);
        List<ConfigIssue> issues = [.. result.Issues];
        if (issues.TrueForAll(issue => issue.Line > 0 || !issue.IsError))
            issues.AddRange(ConfigChecks.Of(file, result.Options, mode));

        var isGood = !issues.Exists(issue => issue.IsError);
        if (format == Output.Json)
            Output.Write(ViewOf(file, isGood, issues), json => json.CheckView);
        else
            Print(file, isGood, issues, HostState.Watched(result.Options, mode).Count, mode);
        return isGood ? ExitCode.Ok : ExitCode.BadUsage;
    }

    private static CheckView ViewOf(string file, bool isGood, IEnumerable<ConfigIssue> issues) =>
        new(file, isGood, [.. issues.Select(issue => new CheckIssueView(issue.IsError ? "error" : "warning", issue.File, issue.Line, issue.Message))]);

    private static void Print(string file, bool isGood, List<ConfigIssue> issues, int tripwires, ProtocolMode mode)
    {
        foreach (var issue in issues)
            Console.Out.WriteLine(issue);

        var errors = issues.Count(issue => issue.IsError);
        Console.Out.WriteLine(isGood
            ? $"{file} can be used: mode {mode.ToString().ToLowerInvariant()} watches {tripwires} TCP ports, less those in use"
            : $"{file} cannot be used: {errors} {(errors == 1 ? "error" : "errors")}");
    }
}

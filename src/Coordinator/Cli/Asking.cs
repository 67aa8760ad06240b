using System.CommandLine;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Cli;

/// <summary>What commands share that ask the running coordinator.</summary>
internal sealed class Asking(CommonOptions common, TimeProvider time)
{
    /// <summary>The time that lengths are told by.</summary>
    public TimeProvider Time => time;

    /// <summary>Makes a command that shows something.</summary>
    public Command Showing(string name, string description, Func<ApiClient, ParseResult, CancellationToken, Task> show)
    {
        var command = new Command(name, description);
        command.SetAction((parsed, cancel) => GuardAsync(async () =>
        {
            using var client = common.Client(parsed, time);
            await show(client, parsed, cancel).ConfigureAwait(false);
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>Makes a command that changes something, with --reason.</summary>
    public Command Changing(string name, string description, Func<ParseResult, OperatorRequest> change, Func<OperatorAnswer, string> words)
    {
        var reason = new Option<string>("--reason") { Description = "why, for the audit log", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var command = new Command(name, description) { reason };
        command.SetAction((parsed, cancel) => GuardAsync(async () =>
        {
            var request = change(parsed) with { Who = Environment.UserName, Reason = parsed.GetRequiredValue(reason) };
            using var client = common.Client(parsed, time);
            var answer = await client.ChangeAsync(request, cancel).ConfigureAwait(false);
            if (answer.Error is { } error)
                return Output.Fail(ExitCode.Failed, error);
            if (IsJson(parsed))
                Output.Write(answer, ApiJson.Indented.OperatorAnswer);
            else
                System.Console.Out.WriteLine(words(answer));
            return ExitCode.Ok;
        }));
        return command;
    }

    /// <summary>True when -o json was given.</summary>
    public bool IsJson(ParseResult parsed) => Output.IsJson(parsed.GetRequiredValue(common.Format));

    /// <summary>Turns what a command cannot do into its message and exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (CliException failure)
        {
            return Output.Fail(failure.ExitCode, failure.Message);
        }
    }

    /// <summary>How far a change has spread, in words.</summary>
    public static string Spread(OperatorAnswer answer) =>
        answer.SensorsConnected == 0 ? "no sensor is connected; each carries it out when it is" : $"carried out by {answer.SensorsLevel} of {answer.SensorsConnected} connected sensors";
}

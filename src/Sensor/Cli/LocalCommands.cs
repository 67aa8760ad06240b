using System.CommandLine;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Cli;

/// <summary>The commands that ask the running sensor.</summary>
internal sealed class LocalCommands(CommonOptions common, TimeProvider time)
{
    public IEnumerable<Command> Make() => [Status(), Blocks(), Block(), Unblock(), Reload()];

    private Command Status()
    {
        var command = new Command("status", "Show how the running sensor is") { common.Format };
        command.SetAction((parsed, cancel) => Ask(parsed, new AskStatus(), reply => Show(parsed, reply.Status!), cancel));
        return command;
    }

    private Command Blocks()
    {
        var command = new Command("blocks", "List what is blocked, the latest first") { common.Format };
        command.SetAction((parsed, cancel) => Ask(parsed, new AskBlocks(), reply => Show(parsed, reply.Blocks!), cancel));
        return command;
    }

    private Command Block()
    {
        var target = new Argument<string>("address") { Description = "an address or network, IPv4 or IPv6" };
        var length = new Option<string?>("--for") { Description = "for how long, such as 30m, 24h or 7d; 0 for ever (default: BLOCK_DURATION)", HelpName = "TIME" };
        var reason = new Option<string>("--reason") { Description = "why, for those who come after you", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var fleet = new Option<bool>("--fleet") { Description = "ask the coordinator to block it on every host of the fleet as well" };
        var command = new Command("block", "Block an address or network; returns when the block is in force") { target, length, reason, fleet, common.Format };
        command.SetAction((parsed, cancel) =>
        {
            var text = parsed.GetValue(length);
            var duration = text is null ? null : ConfigValues.Duration(text);
            if (text is not null && duration is null)
                return Task.FromResult(Output.Fail(ExitCode.BadUsage, $"--for {text} is not allowed; allowed: a number with s, m, h or d, or 0 for ever"));

            var ask = new AskBlock(parsed.GetRequiredValue(target), (long?)duration?.TotalSeconds, parsed.GetRequiredValue(reason), parsed.GetValue(fleet));
            return Ask(parsed, ask, reply => Show(parsed, reply.Blocks!), cancel);
        });
        return command;
    }

    private Command Unblock()
    {
        var target = new Argument<string?>("address") { Description = "an address, or a network with all that is blocked in it", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "lift every block" };
        var command = new Command("unblock", "Lift a block at once; works with the sensor stopped, too") { target, all, common.Format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(target) is not null))
                result.AddError("give an address or network, or --all");
        });
        command.SetAction((parsed, cancel) => AskToUnblock(parsed, parsed.GetValue(target), cancel));
        return command;
    }

    private Command Reload()
    {
        var command = new Command("reload", "Read the configuration again; one with errors is told of, and the one in use stays");
        command.SetAction((parsed, cancel) => Ask(parsed, new AskReload(), Reloaded, cancel));
        return command;
    }

    private async Task<int> Ask(ParseResult parsed, ControlRequest request, Func<ControlReply, int> show, CancellationToken cancel)
    {
        var options = Options(parsed);
        return await ControlClient.TryAskAsync(options.ControlSocket, request, cancel).ConfigureAwait(false) switch
        {
            null => Output.Fail(ExitCode.Failed, $"not running: nobody answers at {options.ControlSocket} (CONTROL_SOCKET)"),
            { Error: { } error } => Output.Fail(request is AskReload ? ExitCode.BadUsage : ExitCode.Failed, error),
            var reply => show(reply),
        };
    }

    private async Task<int> AskToUnblock(ParseResult parsed, string? target, CancellationToken cancel)
    {
        var options = Options(parsed);
        ControlRequest request = target is null ? new AskUnblockAll() : new AskUnblock(target);
        var reply = await ControlClient.TryAskAsync(options.ControlSocket, request, cancel).ConfigureAwait(false)
            ?? await OfflineUnblock.RunAsync(options, target, time.GetUtcNow(), cancel).ConfigureAwait(false);
        return reply.Error is { } error ? Output.Fail(ExitCode.Failed, error) : Freed(parsed, reply.Freed!);
    }

    /// <summary>The configuration, which says where socket and state are; what is wrong with it elsewhere must not keep anybody from unblocking.</summary>
    private SensorOptions Options(ParseResult parsed) => ConfigReader.ReadFile(parsed.GetRequiredValue(common.ConfigFile)).Options;

    private int Show(ParseResult parsed, StatusView status)
    {
        if (IsJson(parsed))
            Output.Write(status, json => json.StatusView);
        else
            Tables.Write(status, time);
        return ExitCode.Ok;
    }

    private int Show(ParseResult parsed, IReadOnlyList<BlockView> blocks)
    {
        if (IsJson(parsed))
            Output.Write(blocks, json => json.IReadOnlyListBlockView);
        else
            Tables.Write(blocks, time);
        return ExitCode.Ok;
    }

    private int Freed(ParseResult parsed, IReadOnlyList<string> freed)
    {
        if (IsJson(parsed))
            Output.Write(new FreedView(freed), json => json.FreedView);
        else
            Console.Out.WriteLine(freed.Count == 0 ? "nothing was blocked" : $"freed: {string.Join(", ", freed)}");
        return ExitCode.Ok;
    }

    private static int Reloaded(ControlReply reply)
    {
        foreach (var line in reply.Reloaded!)
            Console.Out.WriteLine(line);
        Console.Out.WriteLine("the configuration is in use");
        return ExitCode.Ok;
    }

    private bool IsJson(ParseResult parsed) => parsed.GetRequiredValue(common.Format) == Output.Json;
}

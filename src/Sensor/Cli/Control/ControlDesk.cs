using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Net;
using PortSentry.Shared.Running;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Answers what the local commands ask of the running sensor.</summary>
internal sealed class ControlDesk(SensorService service, ServiceManager manager)
{
    private readonly JoinDesk _joining = new(service);

    public Task<ControlReply> AnswerAsync(ControlRequest request, CancellationToken cancel) => request switch
    {
        AskStatus => StatusAsync(cancel),
        AskBlocks => BlocksAsync(cancel),
        AskBlock block => BlockAsync(block, cancel),
        AskUnblock unblock => UnblockAsync(unblock, cancel),
        AskUnblockAll => UnblockAllAsync(cancel),
        AskReload => Task.FromResult(Reload()),
        AskJoin join => _joining.AnswerAsync(join, cancel),
        _ => throw new NotSupportedException(request.GetType().Name),
    };

    /// <summary>Reads the configuration again; one with errors is told and not used.</summary>
    public ControlReply Reload()
    {
        manager.Reloading();
        var reply = Use();
        var modes = string.Join(" and ", service.Watching.Select(mode => mode.Name()));
        manager.Ready(reply.Error is null ? $"watching by {modes}" : $"watching by {modes}; the configuration has errors, the one before stays in use");
        return reply;
    }

    private ControlReply Use()
    {
        var result = ConfigReader.ReadFile(service.Start.ConfigFile, service.Start.Dialect);
        var options = service.Start.Flags.ApplyHere(result.Options);
        var issues = result.Issues.Concat(ConfigChecks.Of(service.Start.ConfigFile, options, service.Watching)).ToList();
        if (issues.Exists(issue => issue.IsError))
            return new ControlReply { Error = string.Join('\n', [.. issues.Select(issue => issue.ToString()), "the configuration has errors; the one in use stays in use"]) };

        var waiting = service.Use(options);
        return new ControlReply { Reloaded = [.. issues.Select(issue => issue.ToString()), .. waiting] };
    }

    private async Task<ControlReply> StatusAsync(CancellationToken cancel)
    {
        var view = new TaskCompletionSource<HostView>(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Host.Tell(new GetHostView(view));
        Dictionary<ProtocolMode, DetectorCounts> counts = [];
        foreach (var running in service.Modes.Running)
            counts[running.Mode] = await CountsAsync(running, cancel).ConfigureAwait(false);
        var blocks = await ListAsync(cancel).ConfigureAwait(false);
        var fleet = service.Fleet is { } part
            ? await StatusViews.OfAsync(part, blocks.Count(block => block.Origin == BlockOrigin.Coordinator), cancel).ConfigureAwait(false)
            : null;
        return new ControlReply { Status = StatusViews.Of(service, await view.Task.WaitAsync(cancel).ConfigureAwait(false), counts, blocks.Count, fleet) };
    }

    private static async Task<DetectorCounts> CountsAsync(RunningMode running, CancellationToken cancel)
    {
        var counts = new TaskCompletionSource<DetectorCounts>(TaskCreationOptions.RunContinuationsAsynchronously);
        running.Detector.Tell(new GetDetectorCounts(counts));
        return await counts.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task<ControlReply> BlocksAsync(CancellationToken cancel) => new()
    {
        Blocks = [.. (await ListAsync(cancel).ConfigureAwait(false)).OrderByDescending(block => block.Since).Select(BlockView.Of)],
    };

    private async Task<ControlReply> BlockAsync(AskBlock ask, CancellationToken cancel)
    {
        if (!Cidr.TryParse(ask.Target, out var target))
            return NoAddress(ask.Target);
        if (ask.ForFleet && service.Fleet is null)
            return new ControlReply { Error = "this sensor is in no fleet; portsentry enroll URL --token TOKEN makes it part of one, block without --fleet blocks on this host" };

        var answer = new TaskCompletionSource<BlockDecision>(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Blocks.Tell(new BlockSource(
            new BlockRequest
            {
                Target = target,
                Origin = BlockOrigin.Operator,
                Duration = ask.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Reason = ask.Reason,
            },
            answer));
        return await answer.Task.WaitAsync(cancel).ConfigureAwait(false) switch
        {
            BlockDecision.Added added => Blocked(added.Block, ask.ForFleet),
            BlockDecision.Unchanged unchanged => Blocked(unchanged.Block, ask.ForFleet),
            BlockDecision.Refused refused => new ControlReply { Error = $"{target} is not blocked: {ReadableText.Words(refused)}" },
            _ => throw new NotSupportedException(),
        };
    }

    private ControlReply Blocked(Decide.Block block, bool forFleet)
    {
        if (forFleet)
            service.Fleet?.Report(FleetReports.Held(block, forFleet: true));
        return new ControlReply { Blocks = [BlockView.Of(block)] };
    }

    private async Task<ControlReply> UnblockAsync(AskUnblock ask, CancellationToken cancel)
    {
        if (!Cidr.TryParse(ask.Target, out var target))
            return NoAddress(ask.Target);

        var answer = new TaskCompletionSource<IReadOnlyList<Cidr>>(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Blocks.Tell(new UnblockSource(target, answer));
        var freed = await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
        return freed.Count > 0 ? Freed(freed) : NotBlocked(target, await ListAsync(cancel).ConfigureAwait(false));
    }

    private async Task<ControlReply> UnblockAllAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<Cidr>>(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Blocks.Tell(new UnblockAll(answer));
        return Freed(await answer.Task.WaitAsync(cancel).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<Decide.Block>> ListAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<Decide.Block>>(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Blocks.Tell(new ListBlocks(answer));
        return await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Why nothing was freed: it is not blocked, or only as part of a network.</summary>
    internal static ControlReply NotBlocked(Cidr target, IEnumerable<Decide.Block> blocks)
    {
        var around = blocks.Where(block => block.Target.Prefix < target.Prefix && block.Target.Overlaps(target)).Select(block => block.Target.ToString()).ToList();
        return new ControlReply
        {
            Error = around.Count == 0
                ? $"{target} is not blocked"
                : $"{target} is blocked as part of {string.Join(", ", around)}; unblock that",
        };
    }

    private static ControlReply Freed(IReadOnlyList<Cidr> targets) => new() { Freed = [.. targets.Select(target => target.ToString())] };

    private static ControlReply NoAddress(string text) => new() { Error = $"\"{text}\" is no address or network; allowed: such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64" };
}

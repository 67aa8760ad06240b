using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;

namespace PortSentry.Sensor.Block;

/// <summary>Runs KILL_RUN_CMD for alarms, a few at once. A block that is to come after its command waits for it a second at the most, and not at all while others run.</summary>
internal sealed partial class CommandActor : Actor<CommandMessage>
{
    private const int MostAtOnce = 4;

    /// <summary>When so many wait, further ones are not run, and counted.</summary>
    private const int MostWaiting = 256;

    private static readonly TimeSpan BlockPatience = TimeSpan.FromSeconds(1);

    private readonly CommandTemplate _template;
    private readonly CommandRunner _runner;
    private readonly Action<BlockCommand> _tell;
    private readonly Action<Alarm, string> _ran;
    private readonly ILogger<CommandActor> _logger;
    private readonly Queue<RunForAlarm> _waiting = new();
    private readonly List<Task> _running = [];
    // The blocks that are to follow their commands: of those that run, no more.
    private readonly Dictionary<RunForAlarm, (BlockRequest Request, Task Ended)> _following = [];
    private readonly Reminder _omits = new();
    private int _omitted;

    /// <param name="template">The command.</param>
    /// <param name="runner">What runs it.</param>
    /// <param name="tell">Tells the owner of the block list; must not wait.</param>
    /// <param name="ran">Hears of commands that were carried out; any thread may call it.</param>
    /// <param name="logger">Where omissions are told.</param>
    public CommandActor(CommandTemplate template, CommandRunner runner, Action<BlockCommand> tell, Action<Alarm, string> ran, ILogger<CommandActor> logger)
    {
        (_template, _runner, _tell, _ran, _logger) = (template, runner, tell, ran, logger);
        Become(Ready);
    }

    private void Ready(CommandMessage message)
    {
        _running.RemoveAll(running => running.IsCompleted);
        switch (message)
        {
            case RunForAlarm run:
                Take(run);
                break;
            case GoOnAfter gone:
                Follow(gone.Run);
                break;
            case TakeBackAlarm back:
                TakeBack(back);
                break;
        }

        // Word of an end may have found the mailbox full.
        FollowAll(one => one.Ended.IsCompleted);
        while (_waiting.Count > 0 && _running.Count < MostAtOnce)
            Start(_waiting.Dequeue());
    }

    protected override async ValueTask OnStopped()
    {
        // A block waits no longer than ever for its command: who makes it is about to stop, too.
        var ended = Task.WhenAll(_running);
        try
        {
            await ended.WaitAsync(BlockPatience, Context.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The commands have longer, and the blocks that follow them do not.
        }

        FollowAll(static _ => true);
        await ended.ConfigureAwait(false);
    }

    private void Take(RunForAlarm run)
    {
        if (_running.Count < MostAtOnce)
        {
            Start(run);
            return;
        }

        if (run.Then is { } request)
            _tell(new BlockSource(request));
        if (_waiting.Count < MostWaiting)
            _waiting.Enqueue(run with { Then = null });
        else
            Omit();
    }

    private void Start(RunForAlarm run)
    {
        var ended = RunAsync(run);
        _running.Add(ended);
        if (run.Then is { } request)
            _following[run] = (request, ended);
    }

    private async Task RunAsync(RunForAlarm run)
    {
        await using var patience = Context.Time.CreateTimer(_ => Context.Self.Tell(new GoOnAfter(run)), null, BlockPatience, Timeout.InfiniteTimeSpan);
        var command = _template.Fill(run.Alarm.Source, run.Alarm.Port, run.Alarm.Mode);
        try
        {
            if (await _runner.RunAsync(command, Context.Stopping).ConfigureAwait(false))
                _ran(run.Alarm, command);
        }
        catch (OperationCanceledException)
        {
            // The sensor stops; the command was killed.
        }

        Context.Self.Tell(new GoOnAfter(run));
    }

    private void Follow(RunForAlarm run)
    {
        if (_following.Remove(run, out var following))
            _tell(new BlockSource(following.Request));
    }

    private void FollowAll(Func<(BlockRequest Request, Task Ended), bool> isDue)
    {
        foreach (var run in _following.Where(one => isDue(one.Value)).Select(one => one.Key).ToList())
            Follow(run);
    }

    /// <summary>A block that was asked for already is in the block list's mailbox, before its retraction.</summary>
    private void TakeBack(TakeBackAlarm back)
    {
        foreach (var run in _following.Where(one => one.Value.Request.Target == back.Network).Select(one => one.Key).ToList())
            _following.Remove(run);
        _tell(new RetractBlock(back.Network, back.Source));
    }

    private void Omit()
    {
        _omitted++;
        if (_omits.IsDue(Context.Time))
            LogOmitted(_omitted);
    }

    [LoggerMessage(5203, LogLevel.Warning, "More alarms than KILL_RUN_CMD keeps up with: {Count} were answered without it until now")]
    private partial void LogOmitted(int count);
}

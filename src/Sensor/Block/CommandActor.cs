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
    private readonly Action<BlockRequest> _block;
    private readonly Action<Alarm, string> _ran;
    private readonly ILogger<CommandActor> _logger;
    private readonly Queue<Alarm> _waiting = new();
    private readonly List<Task> _running = [];
    private readonly Reminder _omits = new();
    private int _omitted;

    /// <param name="template">The command.</param>
    /// <param name="runner">What runs it.</param>
    /// <param name="block">Asks for a block; any thread may call it.</param>
    /// <param name="ran">Hears of commands that were carried out; any thread may call it.</param>
    /// <param name="logger">Where omissions are told.</param>
    public CommandActor(CommandTemplate template, CommandRunner runner, Action<BlockRequest> block, Action<Alarm, string> ran, ILogger<CommandActor> logger)
    {
        (_template, _runner, _block, _ran, _logger) = (template, runner, block, ran, logger);
        Become(Ready);
    }

    private void Ready(CommandMessage message)
    {
        _running.RemoveAll(running => running.IsCompleted);
        if (message is RunForAlarm run)
            Take(run);
        while (_waiting.Count > 0 && _running.Count < MostAtOnce)
            _running.Add(RunAsync(_waiting.Dequeue(), null));
    }

    protected override async ValueTask OnStopped() => await Task.WhenAll(_running).ConfigureAwait(false);

    private void Take(RunForAlarm run)
    {
        if (_running.Count < MostAtOnce)
        {
            _running.Add(RunAsync(run.Alarm, run.Then));
            return;
        }

        if (run.Then is { } request)
            _block(request);
        if (_waiting.Count < MostWaiting)
            _waiting.Enqueue(run.Alarm);
        else
            Omit();
    }

    private async Task RunAsync(Alarm alarm, BlockRequest? then)
    {
        var asked = new TaskCompletionSource();
        await using var patience = Context.Time.CreateTimer(_ => Ask(), null, BlockPatience, Timeout.InfiniteTimeSpan);
        var command = _template.Fill(alarm.Source, alarm.Port, alarm.Mode);
        try
        {
            if (await _runner.RunAsync(command, Context.Stopping).ConfigureAwait(false))
                _ran(alarm, command);
        }
        catch (OperationCanceledException)
        {
            // The sensor stops; the command was killed.
        }

        Ask();
        Context.Self.Tell(new CommandEnded());

        void Ask()
        {
            if (then is not null && asked.TrySetResult())
                _block(then);
        }
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

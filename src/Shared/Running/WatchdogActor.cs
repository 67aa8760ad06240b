using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;

namespace PortSentry.Shared.Running;

/// <summary>Gives the service manager its beats for as long as none of these actors has hung in one and the same message since the beat before.</summary>
public sealed partial class WatchdogActor : Actor<CheckWork>
{
    private readonly TimeSpan _period;
    private readonly Func<IEnumerable<IWorker>> _watched;
    private readonly Action _beat;
    private readonly ILogger<WatchdogActor> _logger;
    private Dictionary<IWorker, long> _seen = [];

    /// <summary>Looks after <paramref name="watched"/> twice within the patience of the manager.</summary>
    public WatchdogActor(TimeSpan patience, Func<IEnumerable<IWorker>> watched, Action beat, ILogger<WatchdogActor> logger)
    {
        (_period, _watched, _beat, _logger) = (patience / 2, watched, beat, logger);
        Become(Look);
    }

    /// <summary>Starts one where the manager wants beats.</summary>
    public static void Start(Supervisor supervisor, ServiceManager manager, Func<IEnumerable<IWorker>> watched, ILogger<WatchdogActor> logger)
    {
        ArgumentNullException.ThrowIfNull(supervisor);
        ArgumentNullException.ThrowIfNull(manager);
        if (manager.Patience is { } patience)
            supervisor.Spawn("watchdog", new Mailbox<CheckWork>(1), () => new WatchdogActor(patience, watched, manager.Beat, logger));
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        Context.Every("look", _period, new CheckWork());
        return ValueTask.CompletedTask;
    }

    private void Look(CheckWork message)
    {
        var now = _watched().ToDictionary(worker => worker, worker => worker.Turns);
        var hung = now.Where(pair => (pair.Value & 1) == 1 && _seen.TryGetValue(pair.Key, out var before) && before == pair.Value).Select(pair => pair.Key.Name).ToList();
        _seen = now;
        if (hung.Count == 0)
            _beat();
        else
            LogHung(string.Join(", ", hung), _period);
    }

    [LoggerMessage(110, LogLevel.Error, "The service manager gets no beat: {Names} has been at one and the same message for {Period} or longer")]
    private partial void LogHung(string names, TimeSpan period);
}

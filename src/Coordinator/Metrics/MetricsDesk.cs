using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Metrics;

namespace PortSentry.Coordinator.Metrics;

/// <summary>Puts a coordinator's metrics together, and says whether it lives and is ready. What does not answer within a second is left out.</summary>
internal sealed class MetricsDesk(FleetWatch watch, ActorRef<SpreadMessage> spread, ActorRef<SessionMessage> sessions, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PulseAge = TimeSpan.FromSeconds(15);

    private readonly DateTimeOffset _since = time.GetUtcNow();

    /// <summary>The requests that were answered.</summary>
    public required RequestCounts Requests { get; init; }

    /// <summary>What became of notifications.</summary>
    public NotifyCounts Notified { get; init; } = new();

    /// <summary>Who started the actors.</summary>
    public required Supervisor Supervisor { get; init; }

    /// <summary>The metrics.</summary>
    public async Task<IReadOnlyList<Metric>> ListAsync(CancellationToken cancel)
    {
        var blocks = AskAsync<SpreadMessage, DurationCounts>(spread, answer => new GetBlockDurations(answer), cancel);
        var counts = await AskAsync<SessionMessage, SessionCounts>(sessions, answer => new GetSessionCounts(answer), cancel).ConfigureAwait(false);
        List<Metric> metrics =
        [
            .. ProcessMetrics.Of("portsentry_coordinator", ProductVersion.Text, _since),
            .. CoordinatorMetrics.Of(watch.Pulse),
            .. CoordinatorMetrics.Of(counts),
            CoordinatorMetrics.Of(Requests),
            CoordinatorMetrics.Of(Notified),
            .. ProcessMetrics.OfActors("portsentry_coordinator", [Supervisor]),
        ];
        if (await blocks.ConfigureAwait(false) is { } durations)
            metrics.Add(CoordinatorMetrics.Of(durations));
        return metrics;
    }

    /// <summary>Why it does not live, in a few words; null while it does. A store that is away is no reason: a restart would not help.</summary>
    public async Task<string?> FindDeathAsync(CancellationToken cancel)
    {
        var blocks = AskAsync<SpreadMessage, DurationCounts>(spread, answer => new GetBlockDurations(answer), cancel);
        var counts = AskAsync<SessionMessage, SessionCounts>(sessions, answer => new GetSessionCounts(answer), cancel);
        List<string> silent = [];
        if (await blocks.ConfigureAwait(false) is null)
            silent.Add(spread.Name);
        if (await counts.ConfigureAwait(false) is null)
            silent.Add(sessions.Name);
        return silent.Count > 0 ? $"does not answer: {string.Join(", ", silent)}" : null;
    }

    /// <summary>Why it cannot serve, in a few words; null while it can.</summary>
    public string? Unready
    {
        get
        {
            var pulse = watch.Pulse;
            if (pulse.IsStoreAway || time.GetUtcNow() - pulse.Now.At > PulseAge)
                return "the store cannot be reached";
            return pulse.Now.Leader.Length == 0 ? "no member leads" : null;
        }
    }

    private async Task<TAnswer?> AskAsync<TMessage, TAnswer>(ActorRef<TMessage> actor, Func<TaskCompletionSource<TAnswer>, TMessage> question, CancellationToken cancel)
        where TAnswer : class
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!actor.Tell(question(answer)))
            return null;

        try
        {
            return await answer.Task.WaitAsync(Patience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Cluster;

/// <summary>Whoever is alone always leads: whenever a session has ended, it gets another.</summary>
internal sealed class LocalElection(ITransactions database, TimeProvider time) : IElection
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    /// <inheritdoc/>
    public async Task RunAsync(IClusterEvents events, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(events);
        using var ticks = new PeriodicTimer(Pace, time);
        do
        {
            var session = new LeaderSession(new SharedTransactions(database), time);
            events.Elected(session);
            await session.Ended.WaitAsync(stop).ConfigureAwait(false);
        }
        while (await ticks.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }
}

using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Postgres;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Cluster;

/// <summary>Tries for the leader's lock again and again, and hands the session that has it to whoever leads, until that is disposed of.</summary>
internal sealed partial class PostgresElection(string connectionString, TimeProvider time, ILogger<PostgresElection> logger) : IElection
{
    // The session must be heard of within 1.5 s (PostgresSettings), with or without the lock.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private PostgresLeaderConnection? _candidate;
    private bool _isAway;

    /// <inheritdoc/>
    public async Task RunAsync(IClusterEvents events, CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(Pace, time);
        try
        {
            do
            {
                if (await TryAsync(stop).ConfigureAwait(false) is { } session)
                    await LeadAsync(events, session, stop).ConfigureAwait(false);
            }
            while (await ticks.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        finally
        {
            await GiveUpAsync().ConfigureAwait(false);
        }
    }

    private async Task<LeaderSession?> TryAsync(CancellationToken stop)
    {
        try
        {
            _candidate ??= await PostgresLeaderConnection.OpenAsync(connectionString, stop).ConfigureAwait(false);
            var isLeader = await _candidate.TryLockAsync(stop).ConfigureAwait(false);
            _isAway = false;
            return isLeader ? new LeaderSession(_candidate, time) : null;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or LeadershipLostException)
        {
            if (!_isAway)
                LogAway(failure.Message);
            _isAway = true;
            await GiveUpAsync().ConfigureAwait(false);
            return null;
        }
    }

    private async Task LeadAsync(IClusterEvents events, LeaderSession session, CancellationToken stop)
    {
        // The session is theirs from here on.
        _candidate = null;
        LogElected();
        events.Elected(session);
        await session.Ended.WaitAsync(stop).ConfigureAwait(false);
        LogEnded();
    }

    private async Task GiveUpAsync()
    {
        if (_candidate is { } candidate)
            await candidate.DisposeAsync().ConfigureAwait(false);
        _candidate = null;
    }

    [LoggerMessage(3101, LogLevel.Information, "This coordinator leads")]
    private partial void LogElected();

    [LoggerMessage(3102, LogLevel.Information, "This coordinator no longer leads")]
    private partial void LogEnded();

    [LoggerMessage(3103, LogLevel.Warning, "No part in the election of the leader: {Problem}; trying on")]
    private partial void LogAway(string problem);
}

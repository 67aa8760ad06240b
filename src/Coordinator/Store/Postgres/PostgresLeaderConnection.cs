using System.Data;
using System.Net.Sockets;
using Npgsql;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Store.Postgres;

/// <summary>A session that can hold the leader's lock, and work over it. The lock goes with the session, so whoever lost it can write nothing.</summary>
internal sealed class PostgresLeaderConnection : ITransactions
{
    private const long LockKey = 0x706f_7274_7365_6e00;

    private readonly NpgsqlConnection _connection;

    private PostgresLeaderConnection(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Opens a session, without the lock.</summary>
    public static async Task<PostgresLeaderConnection> OpenAsync(string connectionString, CancellationToken cancel)
    {
        SqlTypes.Ensure();
        var connection = new NpgsqlConnection(PostgresSettings.ForLeader(connectionString));
        try
        {
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            return new PostgresLeaderConnection(connection);
        }
        catch (Exception failure) when (failure is NpgsqlException or SocketException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw PostgresFailure.Away(failure);
        }
    }

    /// <summary>Takes the lock when it is free.</summary>
    public Task<bool> TryLockAsync(CancellationToken cancel) =>
        WriteAsync(sql => sql.FindAsync<bool>("select pg_try_advisory_lock(@key)", new { key = LockKey }), cancel);

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> read, CancellationToken cancel) => WithinAsync(IsolationLevel.RepeatableRead, read, cancel);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> write, CancellationToken cancel) => WithinAsync(IsolationLevel.ReadCommitted, write, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<T> WithinAsync<T>(IsolationLevel isolation, Func<StoreTransaction, Task<T>> work, CancellationToken cancel)
    {
        if (_connection.State != ConnectionState.Open)
            throw new LeadershipLostException("the leader's session has ended");

        try
        {
            await using var transaction = await _connection.BeginTransactionAsync(isolation, cancel).ConfigureAwait(false);
            var result = await work(new StoreTransaction(transaction, PostgresDialect.Instance, cancel)).ConfigureAwait(false);
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }
        catch (NpgsqlException failure) when (_connection.State != ConnectionState.Open)
        {
            throw new LeadershipLostException($"the leader's session has ended: {failure.Message}", failure);
        }
        catch (NpgsqlException failure) when (PostgresFailure.IsAway(failure))
        {
            throw PostgresFailure.Away(failure);
        }
    }
}

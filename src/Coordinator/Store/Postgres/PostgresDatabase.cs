using System.Data;
using System.Net.Sockets;
using Npgsql;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Store.Postgres;

/// <summary>A PostgreSQL database, version 14 or later, which several coordinators share.</summary>
internal sealed class PostgresDatabase : ITransactions
{
    private readonly NpgsqlDataSource _source;

    /// <summary>The database of this connection string.</summary>
    public PostgresDatabase(string connectionString)
    {
        SqlTypes.Ensure();
        _source = NpgsqlDataSource.Create(PostgresSettings.ForPool(connectionString));
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> read, CancellationToken cancel) => WithinAsync(IsolationLevel.RepeatableRead, read, cancel);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> write, CancellationToken cancel) => WithinAsync(IsolationLevel.ReadCommitted, write, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<T> WithinAsync<T>(IsolationLevel isolation, Func<StoreTransaction, Task<T>> work, CancellationToken cancel)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(isolation, cancel).ConfigureAwait(false);
            var result = await work(new StoreTransaction(transaction, PostgresDialect.Instance, cancel)).ConfigureAwait(false);
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }
        catch (NpgsqlException failure) when (PostgresFailure.IsAway(failure))
        {
            // What else waits in the pool is likely as dead as this.
            _source.Clear();
            throw PostgresFailure.Away(failure);
        }
        catch (SocketException failure)
        {
            throw PostgresFailure.Away(failure);
        }
    }
}

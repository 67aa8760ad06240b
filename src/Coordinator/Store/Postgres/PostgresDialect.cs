using Npgsql;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Store.Postgres;

/// <summary>SQL as PostgreSQL has it.</summary>
internal sealed class PostgresDialect : ISqlDialect
{
    private const int RowsARoundTrip = 1000;

    /// <summary>The one there is.</summary>
    public static PostgresDialect Instance { get; } = new();

    /// <inheritdoc/>
    public string Identity => "bigint generated always as identity primary key";

    /// <inheritdoc/>
    public string Bytes => "bytea";

    /// <inheritdoc/>
    public string IsOneOf(string column, string parameter) => $"{column} = any(@{parameter})";

    /// <inheritdoc/>
    public string Unindexed(string column) => column; // It counts what its tables hold, and plans by that.

    /// <inheritdoc/>
    public async Task<int> ExecuteManyAsync(StoreTransaction transaction, string sql, IReadOnlyList<object?[]> rows)
    {
        var changed = 0;
        foreach (var some in rows.Chunk(RowsARoundTrip))
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)transaction.Inner.Connection!, (NpgsqlTransaction)transaction.Inner);
            foreach (var row in some)
                batch.BatchCommands.Add(Command(sql, row));
            changed += await batch.ExecuteNonQueryAsync(transaction.Cancel).ConfigureAwait(false);
        }

        return changed;
    }

    /// <inheritdoc/>
    public Task LockAsync(StoreTransaction transaction, long key) => transaction.ExecuteAsync("select pg_advisory_xact_lock(@key)", new { key });

    private static NpgsqlBatchCommand Command(string sql, object?[] row)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in row)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}

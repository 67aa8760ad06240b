using Microsoft.Data.Sqlite;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Store.Sqlite;

/// <summary>A database in one file, for one coordinator: one writer, and readers that it does not hold up.</summary>
internal sealed class SqliteDatabase : ITransactions
{
    // https://www.sqlite.org/rescode.html: nomem, readonly, busy, locked, ioerr, corrupt, full, cantopen, protocol, notadb.
    private static readonly HashSet<int> AwayCodes = [5, 6, 7, 8, 10, 11, 13, 14, 15, 26];

    private readonly SqliteDialect _dialect = new();
    private readonly SqliteWriter _writer;
    private readonly string _connectionString;
    private readonly SqliteFile _file;

    /// <summary>The database in this folder.</summary>
    public SqliteDatabase(string folder)
    {
        SqlTypes.Ensure();
        _file = new SqliteFile(folder);
        _connectionString = _file.ConnectionString;
        _writer = new SqliteWriter(_file, _dialect);
    }

    /// <summary>Takes the file for this process, before anything else is asked; throws IOException or UnauthorizedAccessException when another coordinator has it.</summary>
    public void Hold() => _file.Hold();

    /// <summary>True when the failure is the database's, not the statement's.</summary>
    public static bool IsAway(SqliteException failure) => AwayCodes.Contains(failure.SqliteErrorCode);

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> read, CancellationToken cancel)
    {
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            await using var transaction = connection.BeginTransaction(deferred: true);
            return await read(new StoreTransaction(transaction, _dialect, cancel)).ConfigureAwait(false);
        }
        catch (SqliteException failure) when (IsAway(failure))
        {
            throw new StoreUnavailableException($"the database cannot be read: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> write, CancellationToken cancel) => _writer.WriteAsync(write, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

using System.Data.Common;
using Dapper;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>One open transaction, as the tables' code sees it.</summary>
internal sealed class StoreTransaction(DbTransaction transaction, ISqlDialect dialect, CancellationToken cancel)
{
    /// <summary>The database's own transaction.</summary>
    public DbTransaction Inner { get; } = transaction;

    /// <summary>What the database says differently.</summary>
    public ISqlDialect Dialect { get; } = dialect;

    /// <summary>Ends the work early.</summary>
    public CancellationToken Cancel { get; } = cancel;

    private DbConnection Connection => Inner.Connection ?? throw new InvalidOperationException("the transaction has ended");

    /// <summary>Carries statements out and says how many rows changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? values = null) => Connection.ExecuteAsync(Command(sql, values));

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null) =>
        (await Connection.QueryAsync<T>(Command(sql, values)).ConfigureAwait(false)).AsList();

    /// <summary>All rows, each made of two parts; the second begins at the column <c>id</c> and is null where that is.</summary>
    public async Task<IReadOnlyList<TRow>> QueryAsync<TRow, TPart>(string sql, Func<TRow, TPart?, TRow> join, object? values = null) =>
        (await Connection.QueryAsync<TRow, TPart, TRow>(Command(sql, values), join, splitOn: "id").ConfigureAwait(false)).AsList();

    /// <summary>The first row, or none.</summary>
    public Task<T?> FindAsync<T>(string sql, object? values = null) => Connection.QueryFirstOrDefaultAsync<T>(Command(sql, values));

    /// <summary>Carries a statement out for each row of values, $1 and on, and says how many table rows changed.</summary>
    public Task<int> ExecuteManyAsync(string sql, IEnumerable<object?[]> rows)
    {
        IReadOnlyList<object?[]> all = [.. rows];
        return all.Count == 0 ? Task.FromResult(0) : Dialect.ExecuteManyAsync(this, sql, all);
    }

    /// <summary>Lets no other transaction have this lock until this one ends.</summary>
    public Task LockAsync(long key) => Dialect.LockAsync(this, key);

    private CommandDefinition Command(string sql, object? values) => new(sql, values, Inner, cancellationToken: Cancel);
}

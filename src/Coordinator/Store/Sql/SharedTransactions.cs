namespace PortSentry.Coordinator.Store.Sql;

/// <summary>A database that belongs to somebody else: to dispose of it leaves the database alone.</summary>
internal sealed class SharedTransactions(ITransactions database) : ITransactions
{
    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> read, CancellationToken cancel) => database.ReadAsync(read, cancel);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> write, CancellationToken cancel) => database.WriteAsync(write, cancel);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

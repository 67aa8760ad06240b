namespace PortSentry.Coordinator.Store.Sql;

/// <summary>How work on the tables is done: whole or not at all. StoreUnavailableException when the database is away.</summary>
internal interface ITransactions : IAsyncDisposable
{
    /// <summary>Reads, all as of one moment.</summary>
    Task<T> ReadAsync<T>(Func<StoreTransaction, Task<T>> read, CancellationToken cancel);

    /// <summary>Writes; durable when it returns, undone when the work throws.</summary>
    Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> write, CancellationToken cancel);
}

using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Store.Sqlite;

/// <summary>Work that waits for its turn to write. Whoever asked for it hears of its end only once it is durable.</summary>
internal sealed class WriteJob(Func<StoreTransaction, Task<object?>> work, CancellationToken cancel)
{
    private readonly TaskCompletionSource<object?> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<object?> _outcome = Task.FromResult<object?>(null);

    /// <summary>Ends the work early, while it is not done.</summary>
    public CancellationToken Cancel => cancel;

    /// <summary>What whoever asked for it waits for.</summary>
    public Task<object?> Settled => _settled.Task;

    /// <summary>Does the work; false when it failed by itself and must be undone: that is told by <see cref="Settle"/>. Throws SqliteException when the database failed.</summary>
    public async Task<bool> TryRunAsync(StoreTransaction sql)
    {
        _outcome = cancel.IsCancellationRequested ? Task.FromCanceled<object?>(cancel) : work(sql);
        await ((Task)_outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_outcome.Exception?.InnerException is SqliteException failure && SqliteDatabase.IsAway(failure))
            ExceptionDispatchInfo.Throw(failure);
        return _outcome.IsCompletedSuccessfully;
    }

    /// <summary>The work is durable, or undone because of its own failure.</summary>
    public void Settle() => _settled.SetFromTask(_outcome);

    /// <summary>The work is undone, or was never done, because of the database.</summary>
    public void Fail(Exception failure) => _settled.TrySetException(new StoreUnavailableException($"the database cannot be written: {failure.Message}", failure));
}

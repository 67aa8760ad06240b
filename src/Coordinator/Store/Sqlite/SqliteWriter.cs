using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Store.Sqlite;

/// <summary>The one writer of a database file. All work that waits is done in one transaction, each behind a savepoint of its own, so that many share one flush to the disk. Bounded: when so much waits, whoever asks waits.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MaxWaiting = 1024;
    private const int MaxTogether = 256;
    private const string Savepoint = "job";

    private readonly Channel<WriteJob> _waiting = Channel.CreateBounded<WriteJob>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly SqliteFile _file;
    private readonly ISqlDialect _dialect;
    private readonly Task _running;

    /// <summary>A writer that opens the file at its first work.</summary>
    public SqliteWriter(SqliteFile file, ISqlDialect dialect)
    {
        (_file, _dialect) = (file, dialect);
        _running = RunAsync();
    }

    /// <summary>Does the work when its turn comes.</summary>
    public async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> write, CancellationToken cancel)
    {
        var job = new WriteJob(async sql => await write(sql).ConfigureAwait(false), cancel);
        try
        {
            await _waiting.Writer.WriteAsync(job, cancel).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException("the store is closed", closed);
        }

        return (T)(await job.Settled.ConfigureAwait(false))!;
    }

    /// <summary>Ends when all that waits is done.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
                await WriteTogetherAsync().ConfigureAwait(false);
        }
        finally
        {
            _waiting.Writer.TryComplete();
            FailAll(new ObjectDisposedException(nameof(SqliteWriter)));
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task WriteTogetherAsync()
    {
        List<WriteJob> jobs = [];
        try
        {
            var connection = await _file.OpenAsync().ConfigureAwait(false);
            await using var transaction = connection.BeginTransaction(deferred: false);
            while (jobs.Count < MaxTogether && _waiting.Reader.TryRead(out var job))
            {
                jobs.Add(job);
                await RunAsync(job, transaction).ConfigureAwait(false);
            }

            await transaction.CommitAsync().ConfigureAwait(false);
            jobs.ForEach(job => job.Settle());
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Some failures (a full disk) undo the whole transaction at once; nothing of it is kept whichever it was.
            jobs.ForEach(job => job.Fail(failure));
            FailAll(failure);
            await _file.CloseAsync().ConfigureAwait(false);
        }
    }

    private async Task RunAsync(WriteJob job, SqliteTransaction transaction)
    {
        await transaction.SaveAsync(Savepoint).ConfigureAwait(false);
        if (!await job.TryRunAsync(new StoreTransaction(transaction, _dialect, job.Cancel)).ConfigureAwait(false))
            await transaction.RollbackAsync(Savepoint).ConfigureAwait(false);
        await transaction.ReleaseAsync(Savepoint).ConfigureAwait(false);
    }

    private void FailAll(Exception failure)
    {
        while (_waiting.Reader.TryRead(out var job))
            job.Fail(failure);
    }
}

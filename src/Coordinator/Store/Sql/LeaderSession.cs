using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>The leader's work on the tables, one call at a time, over transactions of the session that holds the lock.</summary>
internal sealed class LeaderSession(ITransactions transactions, TimeProvider time) : ILeaderSession
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _logId;

    /// <inheritdoc/>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public Task BeatAsync(CancellationToken cancel) => transactions.ReadAsync(sql => sql.FindAsync<int>("select 1"), cancel);

    /// <inheritdoc/>
    public async Task<OrderBook> LoadBookAsync(CancellationToken cancel)
    {
        var book = await transactions.ReadAsync(BookTables.LoadAsync, cancel).ConfigureAwait(false);
        _logId = book.Position.LogId;
        return book;
    }

    /// <inheritdoc/>
    public Task<string?> LoadPolicyAsync(CancellationToken cancel) => transactions.ReadAsync(SourceTable.LoadPolicyAsync, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredList>> LoadListsAsync(CancellationToken cancel) => transactions.ReadAsync(ListTable.LoadAsync, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InboxItem>> ReadInboxAsync(int max, CancellationToken cancel)
    {
        var rows = await transactions.ReadAsync(sql => InboxTable.ReadAsync(sql, max), cancel).ConfigureAwait(false);
        // Once the transaction is over: the server ends a leader's session that is silent for long within one.
        return [.. rows.Select(row => row.ToItem())];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Cidr, string>> LoadSourcesAsync(IReadOnlyCollection<Cidr> networks, CancellationToken cancel) =>
        transactions.ReadAsync(sql => SourceTable.LoadAsync(sql, networks), cancel);

    /// <inheritdoc/>
    public Task CommitAsync(LeaderWork work, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(work);
        return transactions.WriteAsync(sql => CommitAsync(sql, work), cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await transactions.DisposeAsync().ConfigureAwait(false);
        _ended.TrySetResult();
    }

    private async Task<bool> CommitAsync(StoreTransaction sql, LeaderWork work)
    {
        _logId ??= (await LogTable.HeadAsync(sql).ConfigureAwait(false)).LogId;
        await LogTable.AppendAsync(sql, _logId, work.Orders).ConfigureAwait(false);
        await BookTables.FollowAsync(sql, work.Orders).ConfigureAwait(false);
        await InboxTable.SetAsideAsync(sql, work.SetAside).ConfigureAwait(false);
        await InboxTable.RemoveAsync(sql, work.Done).ConfigureAwait(false);
        await InboxTable.SaveOutcomesAsync(sql, work.Outcomes).ConfigureAwait(false);
        await AlarmTable.AddAsync(sql, work.Alarms).ConfigureAwait(false);
        await ContactTable.AddAsync(sql, work.Contacts).ConfigureAwait(false);
        await DecisionTable.AddAsync(sql, work.Decisions).ConfigureAwait(false);
        await SourceTable.SaveAsync(sql, work.Sources, time.GetUtcNow()).ConfigureAwait(false);
        await AuditTable.AddAsync(sql, work.Audit).ConfigureAwait(false);
        await ListTable.SaveAsync(sql, work.Lists).ConfigureAwait(false);
        if (work.Policy is { } policy)
            await SourceTable.SavePolicyAsync(sql, policy).ConfigureAwait(false);
        return true;
    }
}

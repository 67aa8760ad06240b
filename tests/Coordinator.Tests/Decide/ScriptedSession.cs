using System.Threading.Channels;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Decide;

/// <summary>A leader's session over an inbox that a test fills, whose calls fail as the test says.</summary>
internal sealed class ScriptedSession(params InboxItem[] inbox) : ILeaderSession
{
    private readonly Channel<LeaderWork> _committed = Channel.CreateUnbounded<LeaderWork>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<InboxItem> _inbox = [.. inbox];

    public Exception? LoadFailure { get; init; }

    public Exception? BeatFailure { get; init; }

    public Exception? ReadFailure { get; init; }

    public Exception? CommitFailure { get; init; }

    /// <summary>So many items are read at once at the most, however many are asked for.</summary>
    public int MostAtOnce { get; init; } = int.MaxValue;

    public int Commits { get; private set; }

    public Task Ended => _disposed.Task;

    public Task<LeaderWork> NextCommitAsync() => _committed.Reader.ReadAsync().AsTask().Soon();

    public Task BeatAsync(CancellationToken cancel) => Answer(0, BeatFailure);

    public Task<OrderBook> LoadBookAsync(CancellationToken cancel) => Answer(new OrderBook("log1"), LoadFailure);

    public Task<string?> LoadPolicyAsync(CancellationToken cancel) => Answer<string?>(null, null);

    public Task<IReadOnlyList<StoredList>> LoadListsAsync(CancellationToken cancel) => Answer<IReadOnlyList<StoredList>>([], null);

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(int max, CancellationToken cancel) => Answer<IReadOnlyList<InboxItem>>([.. _inbox.Take(Math.Min(max, MostAtOnce))], ReadFailure);

    public Task<IReadOnlyDictionary<Cidr, string>> LoadSourcesAsync(IReadOnlyCollection<Cidr> networks, CancellationToken cancel) =>
        Answer<IReadOnlyDictionary<Cidr, string>>(new Dictionary<Cidr, string>(), null);

    public Task CommitAsync(LeaderWork work, CancellationToken cancel)
    {
        Commits++;
        if (CommitFailure is not null)
            return Answer(0, CommitFailure);

        _inbox.RemoveAll(item => work.Done.Contains(item.Id));
        _committed.Writer.TryWrite(work);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private static Task<T> Answer<T>(T value, Exception? failure) => failure is null ? Task.FromResult(value) : Task.FromException<T>(failure);
}

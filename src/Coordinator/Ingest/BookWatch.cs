using PortSentry.Coordinator.Broadcast;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Compares the books of sensors that have carried out every order with the book here; who differs is sent to fetch a snapshot.</summary>
internal sealed partial class BookWatch(ActorRef<SnapshotMessage> snapshots, ActorRef<BroadcastMessage> broadcast, ILogger<BookWatch> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Compares those of them that are at the position of the book here; the others are compared when they have come as far. Nobody is sent twice within a minute.</summary>
    public async ValueTask CompareAsync(IReadOnlyCollection<SensorSession> sessions, DateTimeOffset now, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<BookDigest>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (sessions.Count == 0 || !snapshots.Tell(new GetDigest(answer)))
            return;

        var book = await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
        foreach (var session in sessions.Where(session => Differs(session, book) && now - session.SentForSnapshotAt >= Pause))
        {
            session.SentForSnapshotAt = now;
            LogDiffers(session.Peer.Name, session.Applied!.Digest, book.Digest, book.Position.ToString());
            broadcast.Tell(new DemandSnapshot(session.Peer.Id, $"its book has the digest {session.Applied.Digest}, ours {book.Digest}"));
        }
    }

    private static bool Differs(SensorSession session, BookDigest book) =>
        session.Applied is { } applied && applied.Position == book.Position && applied.Digest != book.Digest;

    [LoggerMessage(3402, LogLevel.Warning, "The orders that {Sensor} holds have the digest {Digest} instead of {Ours} at {Position}: it fetches a snapshot")]
    private partial void LogDiffers(string sensor, string digest, string ours, string position);
}

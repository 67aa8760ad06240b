namespace PortSentry.Coordinator.Broadcast;

/// <summary>What the owner of the snapshots is asked.</summary>
internal abstract record SnapshotMessage
{
    private protected SnapshotMessage()
    {
    }
}

/// <summary>Hand out a snapshot.</summary>
internal sealed record GetSnapshot(TaskCompletionSource<Snapshot> Answer) : SnapshotMessage;

/// <summary>Say what the book's digest is, and at which position.</summary>
internal sealed record GetDigest(TaskCompletionSource<BookDigest> Answer) : SnapshotMessage;

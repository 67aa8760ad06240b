using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>Where a stream begins.</summary>
/// <param name="After">The event after which it goes on.</param>
/// <param name="Snapshot">What it is told first when it must fetch a snapshot; null when it only goes on.</param>
internal sealed record StreamBeginning(FeedNode After, SnapshotWanted? Snapshot);

using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>A snapshot, serialised and compressed once for all who fetch it.</summary>
/// <param name="Position">The last order it holds.</param>
/// <param name="Compressed">Its text (<see cref="SnapshotText"/>), gzip.</param>
internal sealed record Snapshot(OrderPosition Position, ReadOnlyMemory<byte> Compressed);

namespace PortSentry.Coordinator.Store;

/// <summary>When a block was made, by which order it is as it is, and by which it began.</summary>
/// <param name="Since">Since when the target is blocked; null when that was before it was written down.</param>
/// <param name="Position">Its last order; 0 when that was before it was written down.</param>
/// <param name="Began">The order that it began with, where the book had none of its target; 0 when this process did not see it: the store does not keep it.</param>
public sealed record BlockDate(DateTimeOffset? Since, long Position, long Began);

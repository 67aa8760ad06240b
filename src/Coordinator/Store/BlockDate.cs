namespace PortSentry.Coordinator.Store;

/// <summary>When a block was made, and by which order it is as it is.</summary>
/// <param name="Since">Since when the target is blocked; null when that was before it was written down.</param>
/// <param name="Position">Its last order; 0 when that was before it was written down.</param>
public sealed record BlockDate(DateTimeOffset? Since, long Position);

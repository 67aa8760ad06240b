namespace PortSentry.Coordinator.Api;

/// <summary>A part of a list, the latest first.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Newer">The cursor of the page before; null on the first page.</param>
/// <param name="Older">The cursor of the page after; null on the last page.</param>
/// <param name="Total">How many rows there are in all; null where that is not counted.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? Newer, string? Older, long? Total);

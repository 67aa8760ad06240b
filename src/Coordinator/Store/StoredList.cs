namespace PortSentry.Coordinator.Store;

/// <summary>A block list with all that it names.</summary>
/// <param name="List">The list.</param>
/// <param name="Entries">The networks, sorted, a line each.</param>
/// <param name="Lifted">Those of them that operators have lifted, a line each.</param>
public sealed record StoredList(BlockList List, string Entries, string Lifted);

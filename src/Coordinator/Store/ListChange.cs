namespace PortSentry.Coordinator.Store;

/// <summary>How a block list changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="List">The list as it is from now on; null when it is taken away.</param>
/// <param name="Entries">What it names, as <see cref="StoredList"/> has it; null when that stays.</param>
/// <param name="Lifted">What of it operators have lifted; null when that stays.</param>
public sealed record ListChange(string Name, BlockList? List, string? Entries = null, string? Lifted = null);

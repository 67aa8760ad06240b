namespace PortSentry.Coordinator.Store;

/// <summary>That an item of the inbox no longer waits, since no decision can be made on it.</summary>
/// <param name="Item">Its number in the inbox.</param>
/// <param name="Problem">Why not.</param>
public sealed record SetAside(long Item, string Problem);

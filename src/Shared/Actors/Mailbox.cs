namespace PortSentry.Shared.Actors;

/// <summary>The bound of a mailbox. Rule when it is full: the newest message is dropped and counted.</summary>
/// <param name="Capacity">Messages that may wait, at least 1.</param>
/// <param name="WhenDropped">Called on the teller's thread with each dropped message, so that pooled ones find their way back.</param>
public sealed record Mailbox<T>(int Capacity, Action<T>? WhenDropped = null);

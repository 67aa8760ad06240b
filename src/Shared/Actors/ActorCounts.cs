namespace PortSentry.Shared.Actors;

/// <summary>How an actor does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Waiting">Messages that wait for it.</param>
/// <param name="Dropped">Messages that found its mailbox full.</param>
/// <param name="Restarts">Times it failed and began anew.</param>
public sealed record ActorCounts(string Name, int Waiting, long Dropped, long Restarts);

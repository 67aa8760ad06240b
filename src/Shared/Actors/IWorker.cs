namespace PortSentry.Shared.Actors;

/// <summary>An actor as whoever watches over it sees it.</summary>
public interface IWorker
{
    /// <summary>The actor's name in logs and status.</summary>
    string Name { get; }

    /// <summary>Odd while it works; another number for every message.</summary>
    long Turns { get; }

    /// <summary>How it does.</summary>
    ActorCounts Counts { get; }
}

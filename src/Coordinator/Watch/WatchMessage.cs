namespace PortSentry.Coordinator.Watch;

/// <summary>What the fleet's watcher is told.</summary>
internal abstract record WatchMessage
{
    private protected WatchMessage()
    {
    }
}

/// <summary>Look at what is new.</summary>
internal sealed record LookAround : WatchMessage;

/// <summary>Read a part of the last 24 hours back: the alarms of smaller numbers.</summary>
internal sealed record ReadBack(long Before) : WatchMessage;

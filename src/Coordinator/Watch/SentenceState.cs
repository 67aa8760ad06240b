namespace PortSentry.Coordinator.Watch;

/// <summary>Whether something is happening, and whether it is contained.</summary>
public enum SentenceState
{
    /// <summary>Nobody scans.</summary>
    Quiet = 1,

    /// <summary>Who scans is blocked everywhere.</summary>
    Contained = 2,

    /// <summary>Somebody scans and is not blocked everywhere, or the fleet cannot block.</summary>
    NotContained = 3,
}

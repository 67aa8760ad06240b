namespace PortSentry.Coordinator.Watch;

/// <summary>What is done about a source.</summary>
internal enum SourceCover
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is blocked by order.</summary>
    Blocked = 1,

    /// <summary>It is a host of our own, or ignored.</summary>
    Spared = 2,
}

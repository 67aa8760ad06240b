namespace PortSentry.Coordinator.Store;

/// <summary>What became of a change of a user.</summary>
public enum UserChange
{
    /// <summary>It was made.</summary>
    Done = 0,

    /// <summary>There is no such user.</summary>
    Unknown = 1,

    /// <summary>Nobody would be left to administer.</summary>
    LastAdmin = 2,

    /// <summary>The name is taken, or there are too many.</summary>
    NotAdded = 3,
}

namespace PortSentry.Coordinator.Accounts;

/// <summary>What a user is.</summary>
public enum Role
{
    /// <summary>Sees everything, changes nothing.</summary>
    Viewer = 0,

    /// <summary>Blocks, unblocks and breaks the glass, too.</summary>
    Operator = 1,

    /// <summary>May do everything.</summary>
    Admin = 2,
}

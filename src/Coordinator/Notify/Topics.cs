namespace PortSentry.Coordinator.Notify;

/// <summary>What a target is told of.</summary>
[Flags]
internal enum Topics
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What a person should look at, and that it is settled.</summary>
    Needs = 1,

    /// <summary>What the fleet blocks.</summary>
    Blocks = 2,

    /// <summary>What operators change.</summary>
    Changes = 4,
}

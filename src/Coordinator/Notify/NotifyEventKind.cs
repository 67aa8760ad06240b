namespace PortSentry.Coordinator.Notify;

/// <summary>The kinds of what is told.</summary>
internal enum NotifyEventKind
{
    /// <summary>A person should look at something.</summary>
    Need,

    /// <summary>It is as it should be again.</summary>
    Settled,

    /// <summary>The fleet blocks a source.</summary>
    Block,

    /// <summary>Somebody changed something.</summary>
    Change,

    /// <summary>Somebody tries whether messages arrive.</summary>
    Test,
}

using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Decide;

/// <summary>What the leader is told.</summary>
internal abstract record LeaderMessage
{
    private protected LeaderMessage()
    {
    }
}

/// <summary>This member leads from now on, over this session.</summary>
internal sealed record Lead(ILeaderSession Session) : LeaderMessage;

/// <summary>Reports or commands may wait for a decision.</summary>
internal sealed record WorkWaits : LeaderMessage;

/// <summary>Show that the leader lives, and end blocks that are over.</summary>
internal sealed record Beat : LeaderMessage;

/// <summary>Say whether this member leads.</summary>
internal sealed record AskLeading(TaskCompletionSource<bool> Answer) : LeaderMessage;

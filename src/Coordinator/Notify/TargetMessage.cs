using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Notify;

/// <summary>What the actor of a target is told.</summary>
internal abstract record TargetMessage
{
    private protected TargetMessage()
    {
    }
}

/// <summary>This member tells it from now on, and begins here.</summary>
internal sealed record BeginTelling(TargetState State) : TargetMessage;

/// <summary>This member tells it no longer.</summary>
internal sealed record EndTelling : TargetMessage;

/// <summary>This is new.</summary>
internal sealed record TellNews(News News) : TargetMessage;

/// <summary>Send a test now, in the name of somebody.</summary>
internal sealed record TestTarget(string Who, TaskCompletionSource<SendOutcome> Answer) : TargetMessage;

/// <summary>Say how many events wait.</summary>
internal sealed record GetWaiting(TaskCompletionSource<int> Answer) : TargetMessage;

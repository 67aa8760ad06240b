namespace PortSentry.Coordinator.Notify;

/// <summary>What is sent to a target at once.</summary>
/// <param name="Id">A name of its own; the same in every attempt.</param>
/// <param name="At">When it was made.</param>
/// <param name="From">The coordinator's name.</param>
/// <param name="Events">What is told, the oldest first.</param>
/// <param name="LeftOut">Events that are not told any more, because too many waited or they waited too long.</param>
/// <param name="Console">The console's address; empty when it is not configured.</param>
internal sealed record NotifyMessage(string Id, DateTimeOffset At, string From, IReadOnlyList<NotifyEvent> Events, long LeftOut, string Console)
{
    /// <summary>True for one that only shows whether messages arrive.</summary>
    public bool IsTest => Events.Any(one => one.Kind == NotifyEventKind.Test);
}

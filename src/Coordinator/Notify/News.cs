namespace PortSentry.Coordinator.Notify;

/// <summary>What is new for every target.</summary>
/// <param name="Events">Decisions and changes, the oldest first.</param>
/// <param name="Decision">The last decision that was looked at.</param>
/// <param name="Change">The last change that was looked at.</param>
/// <param name="Needs">What a person should look at.</param>
/// <param name="Leads">True when this member leads, and so tells of everything.</param>
internal sealed record News(IReadOnlyList<NotifyEvent> Events, long Decision, long Change, NeedsView Needs, bool Leads);

namespace PortSentry.Coordinator.Watch;

/// <summary>The alarms of one minute.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Kinds">How many of each kind, those that there were.</param>
public sealed record AlarmMinute(DateTimeOffset At, IReadOnlyList<KindCount> Kinds);

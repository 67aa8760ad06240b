namespace PortSentry.Coordinator.Store;

/// <summary>Who changed what, and why.</summary>
/// <param name="At">When.</param>
/// <param name="Who">An operator's name, or the program.</param>
/// <param name="What">What was done, such as <c>blocks add 192.0.2.7</c>.</param>
/// <param name="Why">The reason given; empty when none was.</param>
public sealed record AuditRow(DateTimeOffset At, string Who, string What, string Why)
{
    /// <summary>Its number, rising; 0 before it is kept.</summary>
    public long Id { get; init; }
}

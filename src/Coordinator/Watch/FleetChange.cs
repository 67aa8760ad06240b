namespace PortSentry.Coordinator.Watch;

/// <summary>What was changed or decided.</summary>
/// <param name="At">When.</param>
/// <param name="Who">An operator's name, coordinator, or <c>sensor NAME</c>.</param>
/// <param name="What">What was done, such as <c>blocks add 192.0.2.7</c>.</param>
/// <param name="Why">The reason.</param>
/// <param name="Link">The console's page that says more.</param>
public sealed record FleetChange(DateTimeOffset At, string Who, string What, string Why, string Link);

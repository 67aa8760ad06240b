namespace PortSentry.Coordinator.Watch;

/// <summary>Something that a person should look at.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Text">What it is, in one sentence.</param>
/// <param name="Link">The console's page that says more.</param>
public sealed record Need(NeedSeverity Severity, string Text, string Link);

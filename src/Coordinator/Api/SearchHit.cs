namespace PortSentry.Coordinator.Api;

/// <summary>Where a search leads.</summary>
/// <param name="What">What was found: source, block, sensor, port, kind or user.</param>
/// <param name="Text">The name of it.</param>
/// <param name="Link">The console's page of it.</param>
public sealed record SearchHit(string What, string Text, string Link);

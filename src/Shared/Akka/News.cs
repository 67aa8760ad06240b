namespace PortSentry.Shared.Akka;

/// <summary>That something is new in the store that the coordinators share: a hint, of which a false one does no harm.</summary>
/// <param name="What">The number of what is new.</param>
public sealed record News(byte What);

namespace PortSentry.Coordinator.Console.Listing;

/// <summary>One field of the policy's form.</summary>
/// <param name="Name">Its name, as the policy has it.</param>
/// <param name="Label">What it is.</param>
/// <param name="Value">What stands in it.</param>
/// <param name="Hint">What is good to know.</param>
internal sealed record PolicyTerm(string Name, string Label, string Value, string Hint);

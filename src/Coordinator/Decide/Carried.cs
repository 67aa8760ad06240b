using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>What became of a command while a step is made.</summary>
/// <param name="What">What was done, for the audit log; empty when nothing was.</param>
/// <param name="Targets">The targets that it concerned.</param>
/// <param name="Error">Why it was not carried out; null when it was.</param>
internal sealed record Carried(string What, IReadOnlyList<Cidr> Targets, string? Error)
{
    /// <summary>All was as the command wants it.</summary>
    public static Carried AsItWas { get; } = new("", [], null);

    /// <summary>Carried out.</summary>
    public static Carried Out(string what, IReadOnlyList<Cidr> targets) => new(what, targets, null);

    /// <summary>Not carried out.</summary>
    public static Carried Not(string error) => new("", [], error);
}

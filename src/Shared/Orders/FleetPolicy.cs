namespace PortSentry.Shared.Orders;

/// <summary>How sensors carry out orders. The first rule whose labels a sensor has counts before the rest.</summary>
public sealed record FleetPolicy
{
    /// <summary>Nothing special: block, by each sensor's own ORDER_BLOCKER.</summary>
    public static FleetPolicy Default { get; } = new();

    /// <summary>True: orders are told and logged, but nothing is blocked.</summary>
    public bool Simulate { get; init; }

    /// <summary>The blockers to use; empty for each sensor's own ORDER_BLOCKER.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>Rules for some sensors, in order; at most 100.</summary>
    public IReadOnlyList<LabelRule> Rules { get; init; } = [];

    /// <summary>What holds for a sensor of these labels: simulate, and which blockers.</summary>
    public (bool Simulate, IReadOnlyList<string> Blockers) For(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var rule = Rules.FirstOrDefault(rule => rule.Labels.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value));
        return (rule?.Simulate ?? Simulate, rule?.Blockers ?? Blockers);
    }
}

/// <summary>What holds for sensors that have all of these labels.</summary>
/// <param name="Labels">The labels, name and value.</param>
/// <param name="Simulate">Whether they simulate; none for as the policy says.</param>
/// <param name="Blockers">Which blockers they use; none for as the policy says.</param>
public sealed record LabelRule(IReadOnlyDictionary<string, string> Labels, bool? Simulate, IReadOnlyList<string>? Blockers);

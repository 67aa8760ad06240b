namespace PortSentry.Coordinator.Decide;

/// <summary>What a policy must not say.</summary>
internal static class PolicyFaults
{
    private const int MaxCount = 1_000_000;
    private const int MaxRules = 100;
    private const int MaxQuoted = 40;

    private static readonly string[] KnownBlockers = ["nftables", "iptables", "ipset", "route", "hosts.deny", "command"];

    /// <summary>What is wrong with a policy, a sentence each.</summary>
    public static IReadOnlyList<string> Of(DecisionPolicy policy) =>
    [
        .. new[]
        {
            Within("block", policy.Block),
            Within("blockUnproven", policy.BlockUnproven),
            Within("blockMax", policy.BlockMax),
            Within("sensorOperatorMax", policy.SensorOperatorMax),
            NotLonger("block", policy.Block, "blockMax", policy.BlockMax),
            NotLonger("blockUnproven", policy.BlockUnproven, "block", policy.Block),
            Within("maxBlocks", policy.MaxBlocks),
            Within("maxOrdersASensor", policy.MaxOrdersASensor),
            policy.Rules.Count > MaxRules ? $"rules has {policy.Rules.Count} entries; {MaxRules} are allowed" : null,
        }.OfType<string>(),
        .. policy.Blockers.Concat(policy.Rules.SelectMany(rule => rule?.Blockers ?? [])).Except(KnownBlockers)
            .Select(unknown => $"blocker '{Shortened.To(MaxQuoted, unknown ?? "")}' is unknown; {string.Join(' ', KnownBlockers)} are allowed"),
        .. policy.Rules.Index().Where(rule => rule.Item?.Labels is not { Count: > 0 }).Select(rule => $"rules[{rule.Index}] names no label"),
        .. policy.Thresholds.Faults(),
    ];

    private static string? Within(string key, TimeSpan value) => value >= TimeSpan.Zero && value <= DecisionPolicy.LongestDuration
        ? null
        : $"{key} is {value}; 0 to {DecisionPolicy.LongestDuration.Days} days is allowed";

    private static string? Within(string key, int value) =>
        value is >= 1 and <= MaxCount ? null : $"{key} is {value}; 1 to {MaxCount} is allowed";

    private static string? NotLonger(string key, TimeSpan value, string limitKey, TimeSpan limit) =>
        limit != TimeSpan.Zero && (value == TimeSpan.Zero || value > limit) ? $"{key} is {Text(value)}, longer than {limitKey}, {Text(limit)}" : null;

    private static string Text(TimeSpan span) => span == TimeSpan.Zero ? "for ever" : span.ToString();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>How the fleet decides and blocks, as operators set it; JSON with durations as <c>d.hh:mm:ss</c>. Zero durations mean for ever.</summary>
public sealed record DecisionPolicy
{
    /// <summary>The longest duration that can be named; longer is for ever.</summary>
    public static readonly TimeSpan LongestDuration = TimeSpan.FromDays(36525);

    /// <summary>The policy where nobody set another.</summary>
    public static DecisionPolicy Default { get; } = new();

    /// <summary>How long a source with a proven address is blocked; it doubles each time it comes again.</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a source is blocked whose address may be forged.</summary>
    public TimeSpan BlockUnproven { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest that doubling leads to.</summary>
    public TimeSpan BlockMax { get; init; } = TimeSpan.FromDays(24);

    /// <summary>True: the alarm of a single sensor blocks on the whole fleet.</summary>
    public bool BlockPortScan { get; init; } = true;

    /// <summary>True: a fleet scan blocks.</summary>
    public bool BlockFleetScan { get; init; } = true;

    /// <summary>True: an address scan blocks.</summary>
    public bool BlockAddressScan { get; init; } = true;

    /// <summary>True: a coordinated scan blocks the sources that take part.</summary>
    public bool BlockCoordinatedScan { get; init; } = true;

    /// <summary>True: sensors tell and log orders, and block nothing by them.</summary>
    public bool Simulate { get; init; }

    /// <summary>That an operator has the fleet simulate for a while; null when none does. It is not set with the rest of the policy, but by an order of its own.</summary>
    public BreakGlass? BreakGlass { get; init; }

    /// <summary>The blockers that sensors use for orders; empty for each sensor's own ORDER_BLOCKER.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>What holds for sensors of some labels; the first that fits counts. At most 100.</summary>
    public IReadOnlyList<LabelRule> Rules { get; init; } = [];

    /// <summary>From when on evidence counts as a scan of the fleet.</summary>
    public FleetThresholds Thresholds { get; init; } = FleetThresholds.Default;

    /// <summary>True: what the operator of one sensor blocks for the fleet is blocked on the fleet.</summary>
    public bool HonourSensorOperators { get; init; } = true;

    /// <summary>For how long at the most.</summary>
    public TimeSpan SensorOperatorMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Blocks in force at the most, 1 to 1,000,000. Unproven ones may fill half; others replace the unproven one that ends soonest.</summary>
    public int MaxBlocks { get; init; } = 100_000;

    /// <summary>Orders a minute on one sensor's word at the most, 1 to 1,000,000: a sensor that is in wrong hands cannot block the world.</summary>
    public int MaxOrdersASensor { get; init; } = 1000;

    /// <summary>What of it the sensors carry out.</summary>
    public FleetPolicy ForSensors() => new() { Simulate = Simulate || BreakGlass is not null, Blockers = Blockers, Rules = Rules };

    /// <summary>True when an alarm of this rule blocks.</summary>
    public bool Blocks(FleetRule rule) => rule switch
    {
        FleetRule.FleetScan => BlockFleetScan,
        FleetRule.AddressScan => BlockAddressScan,
        FleetRule.CoordinatedScan => BlockCoordinatedScan,
        _ => false,
    };

    /// <summary>How long a block lasts the so-manieth time; null for ever.</summary>
    public TimeSpan? DurationOf(bool proven, int times)
    {
        var once = proven ? Block : BlockUnproven;
        if (once == TimeSpan.Zero)
            return null;
        if (!proven || times <= 1)
            return once;

        var limit = BlockMax == TimeSpan.Zero ? LongestDuration : BlockMax;
        var doubled = once.Ticks * Math.Pow(2, Math.Min(times - 1, 62));
        if (doubled < limit.Ticks)
            return TimeSpan.FromTicks((long)doubled);
        return BlockMax == TimeSpan.Zero ? null : BlockMax;
    }

    /// <summary>What is wrong with the policy, a sentence each; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate() => PolicyFaults.Of(this);

    /// <summary>Reads a policy, in which what is not named is as by default; errors name all that is wrong with it.</summary>
    public static DecisionPolicy? TryRead(string json, out IReadOnlyList<string> errors)
    {
        try
        {
            var policy = Read(json);
            errors = policy is null ? ["the policy is no JSON object"] : policy.Validate();
            return errors.Count == 0 ? policy : null;
        }
        catch (JsonException fault)
        {
            errors = [$"the policy cannot be read: {fault.Message}"];
            return null;
        }
    }

    /// <summary>The policy that was stored; the default where none was, or one that this version cannot read.</summary>
    public static DecisionPolicy Stored(string? json) => (json is null ? null : TryRead(json, out _)) ?? Default;

    /// <summary>The policy as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DecideJson.Default.DecisionPolicy);

    // Generated readers give an init-only property that is not named its type's default, not ours.
    private static DecisionPolicy? Read(string json) =>
        JsonNode.Parse(json, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject given
            ? JsonSerializer.Deserialize(Over(JsonSerializer.SerializeToNode(Default, DecideJson.Default.DecisionPolicy)!.AsObject(), given), DecideJson.Default.DecisionPolicy)
            : null;

    private static JsonObject Over(JsonObject below, JsonObject given)
    {
        foreach (var (key, value) in given)
            below[key] = value is JsonObject inner && below[key] is JsonObject under ? Over(under, inner) : value?.DeepClone();
        return below;
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Console.Listing;

/// <summary>The policy as a form has it: text as people write it. Pure.</summary>
internal sealed record PolicyForm
{
    /// <summary>How long a proven source is blocked.</summary>
    public string Block { get; init; } = "";

    /// <summary>How long an unproven one is.</summary>
    public string BlockUnproven { get; init; } = "";

    /// <summary>The longest that doubling leads to.</summary>
    public string BlockMax { get; init; } = "";

    /// <summary>Whether a port scan blocks.</summary>
    public bool BlockPortScan { get; init; }

    /// <summary>Whether a fleet scan does.</summary>
    public bool BlockFleetScan { get; init; }

    /// <summary>Whether an address scan does.</summary>
    public bool BlockAddressScan { get; init; }

    /// <summary>Whether a coordinated scan does.</summary>
    public bool BlockCoordinatedScan { get; init; }

    /// <summary>Whether the operator of one sensor blocks for the fleet.</summary>
    public bool HonourSensorOperators { get; init; }

    /// <summary>For how long at the most.</summary>
    public string SensorOperatorMax { get; init; } = "";

    /// <summary>The blockers, by spaces.</summary>
    public string Blockers { get; init; } = "";

    /// <summary>The rules by label, JSON.</summary>
    public string Rules { get; init; } = "";

    /// <summary>Blocks at the most.</summary>
    public string MaxBlocks { get; init; } = "";

    /// <summary>Orders a minute on one sensor's word.</summary>
    public string MaxOrdersASensor { get; init; } = "";

    /// <summary>How long contacts count.</summary>
    public string Window { get; init; } = "";

    /// <summary>Contacts of a fleet scan.</summary>
    public string FleetContacts { get; init; } = "";

    /// <summary>Sensors of a fleet scan.</summary>
    public string FleetSensors { get; init; } = "";

    /// <summary>Sensors of an address scan.</summary>
    public string AddressSensors { get; init; } = "";

    /// <summary>Within which time.</summary>
    public string AddressWindow { get; init; } = "";

    /// <summary>Sources of a coordinated scan.</summary>
    public string CoordinatedSources { get; init; } = "";

    /// <summary>Contacts of a coordinated scan.</summary>
    public string CoordinatedContacts { get; init; } = "";

    /// <summary>The IPv4 prefix of a coordinated scan.</summary>
    public string PrefixIPv4 { get; init; } = "";

    /// <summary>The IPv6 prefix of a coordinated scan.</summary>
    public string PrefixIPv6 { get; init; } = "";

    /// <summary>The form of a policy.</summary>
    public static PolicyForm Of(DecisionPolicy policy)
    {
        var thresholds = policy.Thresholds;
        return new PolicyForm
        {
            Block = SpanWords.Text(policy.Block),
            BlockUnproven = SpanWords.Text(policy.BlockUnproven),
            BlockMax = SpanWords.Text(policy.BlockMax),
            BlockPortScan = policy.BlockPortScan,
            BlockFleetScan = policy.BlockFleetScan,
            BlockAddressScan = policy.BlockAddressScan,
            BlockCoordinatedScan = policy.BlockCoordinatedScan,
            HonourSensorOperators = policy.HonourSensorOperators,
            SensorOperatorMax = SpanWords.Text(policy.SensorOperatorMax),
            Blockers = string.Join(' ', policy.Blockers),
            Rules = JsonNode.Parse(policy.ToJson())?["rules"]?.ToJsonString() ?? "[]",
            MaxBlocks = Number(policy.MaxBlocks),
            MaxOrdersASensor = Number(policy.MaxOrdersASensor),
            Window = SpanWords.Text(thresholds.Window),
            FleetContacts = Number(thresholds.FleetContacts),
            FleetSensors = Number(thresholds.FleetSensors),
            AddressSensors = Number(thresholds.AddressSensors),
            AddressWindow = SpanWords.Text(thresholds.AddressWindow),
            CoordinatedSources = Number(thresholds.CoordinatedSources),
            CoordinatedContacts = Number(thresholds.CoordinatedContacts),
            PrefixIPv4 = Number(thresholds.PrefixIPv4),
            PrefixIPv6 = Number(thresholds.PrefixIPv6),
        };
    }

    /// <summary>The policy that the form asks for, over one whose other words stay; faults name all that is wrong.</summary>
    public DecisionPolicy? Over(DecisionPolicy policy, out IReadOnlyList<string> faults)
    {
        var reading = new Reading();
        var wanted = policy with
        {
            Block = reading.Span("block", Block),
            BlockUnproven = reading.Span("blockUnproven", BlockUnproven),
            BlockMax = reading.Span("blockMax", BlockMax),
            BlockPortScan = BlockPortScan,
            BlockFleetScan = BlockFleetScan,
            BlockAddressScan = BlockAddressScan,
            BlockCoordinatedScan = BlockCoordinatedScan,
            HonourSensorOperators = HonourSensorOperators,
            SensorOperatorMax = reading.Span("sensorOperatorMax", SensorOperatorMax),
            Blockers = Blockers.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            MaxBlocks = reading.Number("maxBlocks", MaxBlocks),
            MaxOrdersASensor = reading.Number("maxOrdersASensor", MaxOrdersASensor),
            Thresholds = policy.Thresholds with
            {
                Window = reading.Span("window", Window),
                FleetContacts = reading.Number("fleetContacts", FleetContacts),
                FleetSensors = reading.Number("fleetSensors", FleetSensors),
                AddressSensors = reading.Number("addressSensors", AddressSensors),
                AddressWindow = reading.Span("addressWindow", AddressWindow),
                CoordinatedSources = reading.Number("coordinatedSources", CoordinatedSources),
                CoordinatedContacts = reading.Number("coordinatedContacts", CoordinatedContacts),
                PrefixIPv4 = reading.Number("prefixIPv4", PrefixIPv4),
                PrefixIPv6 = reading.Number("prefixIPv6", PrefixIPv6),
            },
        };
        faults = reading.Faults;
        return faults.Count > 0 ? null : WithRules(wanted, out faults);
    }

    // Rules are read by the policy's own reader, which says what is wrong with them.
    private DecisionPolicy? WithRules(DecisionPolicy policy, out IReadOnlyList<string> faults)
    {
        try
        {
            var json = JsonNode.Parse(policy.ToJson())!.AsObject();
            json["rules"] = Rules.Trim().Length == 0 ? new JsonArray() : JsonNode.Parse(Rules);
            return DecisionPolicy.TryRead(json.ToJsonString(), out faults);
        }
        catch (JsonException fault)
        {
            faults = [$"rules cannot be read: {fault.Message}"];
            return null;
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Reading
    {
        public List<string> Faults { get; } = [];

        public TimeSpan Span(string name, string text)
        {
            if (!SpanWords.TryParse(text, out var span))
                Faults.Add($"{name}: “{text}” is no length of time; allowed: {SpanWords.Allowed}");
            return span;
        }

        public int Number(string name, string text)
        {
            if (!int.TryParse(text.Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                Faults.Add($"{name}: “{text}” is no number");
            return number;
        }
    }
}

namespace PortSentry.Shared.Correlate;

/// <summary>The words for fleet rules that people and machines read.</summary>
public static class FleetRuleText
{
    /// <summary>The rule as all our output writes it.</summary>
    public static string Name(this FleetRule rule) => rule switch
    {
        FleetRule.FleetScan => "fleet-scan",
        FleetRule.AddressScan => "address-scan",
        FleetRule.CoordinatedScan => "coordinated-scan",
        FleetRule.FleetHost => "fleet-host",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "unknown fleet rule"),
    };
}

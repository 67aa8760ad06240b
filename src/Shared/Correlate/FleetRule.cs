namespace PortSentry.Shared.Correlate;

/// <summary>What the evidence of many sensors together may show.</summary>
public enum FleetRule
{
    /// <summary>One source met so many tripwires of several sensors that it is a scanner.</summary>
    FleetScan = 1,

    /// <summary>One source tried the same port on several sensors in a short time.</summary>
    AddressScan = 2,

    /// <summary>Sources of one prefix share a scan out among them.</summary>
    CoordinatedScan = 3,

    /// <summary>A host of our own met a tripwire.</summary>
    FleetHost = 4,
}

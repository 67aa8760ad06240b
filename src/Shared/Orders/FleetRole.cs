namespace PortSentry.Shared.Orders;

/// <summary>What a host of the fleet is.</summary>
public enum FleetRole
{
    /// <summary>A sensor.</summary>
    Sensor = 1,

    /// <summary>A coordinator.</summary>
    Coordinator = 2,
}

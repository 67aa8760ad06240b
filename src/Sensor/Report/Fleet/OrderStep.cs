using PortSentry.Sensor.Block;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>What an order asks of this sensor.</summary>
internal sealed record OrderStep
{
    /// <summary>An order that asks nothing.</summary>
    public static OrderStep None { get; } = new();

    /// <summary>A block to make or to lift.</summary>
    public OrderedChange? Change { get; init; }

    /// <summary>What is not carried out, and why.</summary>
    public OrderRefused? Refused { get; init; }

    /// <summary>What would be blocked, if orders were not simulated.</summary>
    public Cidr? Simulated { get; init; }

    /// <summary>True when other addresses are protected or ignored now.</summary>
    public bool ChangesProtection { get; init; }

    /// <summary>True when all blocks must be looked at again.</summary>
    public bool ChangesAll { get; init; }
}

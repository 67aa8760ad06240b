namespace PortSentry.Sensor.Cli.Control;

/// <summary>A sensor's part in a fleet, as <c>portsentry status -o json</c> shows it; fields are only ever added.</summary>
public sealed record FleetView
{
    /// <summary>The coordinator's members.</summary>
    public required IReadOnlyList<string> Coordinators { get; init; }

    /// <summary>True while the order stream is followed.</summary>
    public required bool Connected { get; init; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What is wrong with the link; missing when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>block or simulate.</summary>
    public required string Orders { get; init; }

    /// <summary>Up to where the orders are held; missing before the first.</summary>
    public string? Position { get; init; }

    /// <summary>Reports that wait for the coordinator.</summary>
    public required long OutboxWaiting { get; init; }

    /// <summary>Bytes that the outbox holds.</summary>
    public required long OutboxBytes { get; init; }

    /// <summary>Reports that the outbox had to drop since it was made.</summary>
    public required long OutboxDropped { get; init; }

    /// <summary>Blocks in force by order.</summary>
    public required int OrderBlocks { get; init; }
}

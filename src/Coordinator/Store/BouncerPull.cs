namespace PortSentry.Coordinator.Store;

/// <summary>Up to where a bouncer has been told, by the last two answers that went out whole.</summary>
public sealed record BouncerPull
{
    /// <summary>The name of its key.</summary>
    public required string Name { get; init; }

    /// <summary>The address that it asks from.</summary>
    public required string Address { get; init; }

    /// <summary>What it calls itself.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The place of the order log that the answer before the last one had.</summary>
    public required string Before { get; init; }

    /// <summary>The place that the last answer had.</summary>
    public required string Last { get; init; }

    /// <summary>True when the fleet simulated at that answer before: the list was empty.</summary>
    public bool IsBeforeEmpty { get; init; }

    /// <summary>True when it simulated at the last answer.</summary>
    public bool IsLastEmpty { get; init; }

    /// <summary>When it was last told again of blocks that last longer than a bouncer can be told.</summary>
    public required DateTimeOffset RenewedAt { get; init; }

    /// <summary>When it asked.</summary>
    public required DateTimeOffset At { get; init; }
}

namespace PortSentry.Coordinator.Notify;

/// <summary>Something that is told.</summary>
internal sealed record NotifyEvent
{
    /// <summary>What it is.</summary>
    public required NotifyEventKind Kind { get; init; }

    /// <summary>A name of its own: the same event has the same, however often it is told.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is, on one line.</summary>
    public required string Text { get; init; }

    /// <summary>True when the fleet is not protected as it should be.</summary>
    public bool IsGrave { get; init; }

    /// <summary>The console's page that says more; empty when the console's address is not configured.</summary>
    public string Link { get; init; } = "";

    /// <summary>The address or network that it is about; empty for none.</summary>
    public string Source { get; init; } = "";

    /// <summary>How ports were touched; empty when not known.</summary>
    public string Scan { get; init; } = "";

    /// <summary>The ports that were touched, at most ten.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The sensors that raised alarms of it.</summary>
    public int Sensors { get; init; }

    /// <summary>Who decided or changed it.</summary>
    public string Who { get; init; } = "";

    /// <summary>Why, with the evidence.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Until when it is blocked; null for ever, or when nothing is.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Its number among the decisions, or among the changes; 0 for none.</summary>
    public long Number { get; init; }

    /// <summary>What the need is that came or was settled; empty for all else.</summary>
    public string Key { get; init; } = "";
}

namespace PortSentry.Sensor.Cli.Control;

/// <summary>What the running sensor answers; exactly one of its parts is there.</summary>
public sealed record ControlReply
{
    /// <summary>Why it was not done, in one sentence.</summary>
    public string? Error { get; init; }

    /// <summary>How the sensor is.</summary>
    public StatusView? Status { get; init; }

    /// <summary>The blocks, those made last first.</summary>
    public IReadOnlyList<BlockView>? Blocks { get; init; }

    /// <summary>The targets that were freed.</summary>
    public IReadOnlyList<string>? Freed { get; init; }

    /// <summary>The modes that watch, the one that has joined among them.</summary>
    public IReadOnlyList<string>? Joined { get; init; }

    /// <summary>What was doubtful in the configuration that is now in use.</summary>
    public IReadOnlyList<string>? Reloaded { get; init; }
}

using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>A block as <c>portsentry blocks -o json</c> shows it; fields are only ever added.</summary>
public sealed record BlockView
{
    /// <summary>An address, or a network with its prefix.</summary>
    public required string Target { get; init; }

    /// <summary>local, operator or coordinator.</summary>
    public required string Origin { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when; missing for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>How often it was blocked, this time included.</summary>
    public int Times { get; init; }

    /// <summary>Why, in a person's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The mode that saw the scan, if one did.</summary>
    public string? Mode { get; init; }

    /// <summary>The kind of the probe that raised the alarm.</summary>
    public string? Kind { get; init; }

    /// <summary>The port of that probe.</summary>
    public int? Port { get; init; }

    /// <summary>When the source's first probe came.</summary>
    public DateTimeOffset? FirstProbe { get; init; }

    /// <summary>When the probe came that raised the alarm.</summary>
    public DateTimeOffset? AlarmAt { get; init; }

    /// <summary>When the block came into force, or was found in force at start.</summary>
    public DateTimeOffset? InForceAt { get; init; }

    /// <summary>The view of a block.</summary>
    public static BlockView Of(Decide.Block block) => new()
    {
        Target = block.Target.ToString(),
        Origin = block.Origin.ToString().ToLowerInvariant(),
        Since = block.Since,
        Until = block.Until,
        Proven = block.Proven,
        Times = block.Times,
        Reason = block.Reason,
        Mode = block.Alarm?.Mode,
        Kind = block.Alarm?.Kind.Name(),
        Port = block.Alarm?.Port,
        FirstProbe = block.Alarm?.FirstProbe,
        AlarmAt = block.Alarm?.At,
        InForceAt = block.InForceAt,
    };
}

namespace PortSentry.Sensor.Cli.Replay;

/// <summary>The last line of <c>portsentry replay -o json</c>.</summary>
public sealed record ReplaySummaryLine(ReplaySummaryView Summary);

/// <summary>What was replayed, and how.</summary>
/// <param name="Modes">The modes that watched.</param>
/// <param name="Configuration">The configuration file; none where there is none.</param>
/// <param name="Alarms">Alarms of all files.</param>
/// <param name="Files">Each capture.</param>
public sealed record ReplaySummaryView(IReadOnlyList<string> Modes, string? Configuration, long Alarms, IReadOnlyList<ReplayFileView> Files)
{
    /// <summary>Alarms that the files raise together, one a source; none without --fleet.</summary>
    public int? FleetAlarms { get; init; }
}

/// <summary>What was read of one capture, and what was taken to be so.</summary>
public sealed record ReplayFileView
{
    /// <summary>The capture, as it was named.</summary>
    public required string File { get; init; }

    /// <summary>Why it was not read to its end; none when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>The host's addresses.</summary>
    public required IReadOnlyList<string> Own { get; init; }

    /// <summary>True when they were found in the capture, false when they were given.</summary>
    public required bool OwnInferred { get; init; }

    /// <summary>The ports of TCP that are served, as ranges.</summary>
    public required string OpenTcp { get; init; }

    /// <summary>The ports of UDP that are served, as ranges.</summary>
    public required string OpenUdp { get; init; }

    /// <summary>When the first frame was captured; none in an empty capture.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the last frame was captured.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Frames read.</summary>
    public required long Frames { get; init; }

    /// <summary>Frames that are no IP.</summary>
    public required long NoIp { get; init; }

    /// <summary>Frames to the host that break their protocol's rules.</summary>
    public required long Malformed { get; init; }

    /// <summary>Probes of protected or ignored sources.</summary>
    public required long Spared { get; init; }

    /// <summary>Alarms, those included that are not listed.</summary>
    public required long Alarms { get; init; }
}

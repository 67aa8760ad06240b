namespace PortSentry.Sensor.Replay;

/// <summary>What was counted while a capture was replayed.</summary>
internal sealed class ReplayCounts
{
    /// <summary>Frames read.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that are no IP.</summary>
    public long NoIp { get; set; }

    /// <summary>Frames to the host that break their protocol's rules or end too early.</summary>
    public long Malformed { get; set; }

    /// <summary>Probes of protected or ignored sources.</summary>
    public long Spared { get; set; }

    /// <summary>Alarms beyond those that are kept.</summary>
    public long AlarmsNotKept { get; set; }

    /// <summary>When the first frame was captured, in ticks; 0 when there is none.</summary>
    public long FirstTicks { get; private set; }

    /// <summary>When the last frame was captured, in ticks; 0 when there is none.</summary>
    public long LastTicks { get; private set; }

    /// <summary>A frame of this time was read.</summary>
    public void See(long ticks)
    {
        if (Frames++ == 0)
            FirstTicks = ticks;
        FirstTicks = Math.Min(FirstTicks, ticks);
        LastTicks = Math.Max(LastTicks, ticks);
    }
}

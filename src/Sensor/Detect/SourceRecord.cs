using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>What is known of one source.</summary>
internal struct SourceRecord
{
    /// <summary>The base of the network that stands for the source.</summary>
    public Address Key;

    /// <summary>When its first probe came, in ticks.</summary>
    public long FirstTicks;

    /// <summary>When its last probe came, in ticks.</summary>
    public long LastTicks;

    /// <summary>When its alarm was raised, in ticks; 0 when none is.</summary>
    public long AlarmTicks;

    /// <summary>Its probes within the window.</summary>
    public ProbeCounts Probes;

    /// <summary>Its first contacts within the window, where they are weighed.</summary>
    public ContactWalk Walk;

    /// <summary>The port whose touch raised its alarm.</summary>
    public ushort AlarmPort;

    /// <summary>True while it is known to be blocked.</summary>
    public bool IsBlocked;

    /// <summary>True once it is promoted.</summary>
    public bool IsPromoted;

    /// <summary>True while the place is taken.</summary>
    public bool IsUsed;
}

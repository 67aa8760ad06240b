using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>The keys that TCP and UDP have one each of; those of TCP end in TCP, or begin with it.</summary>
public sealed record TransportOptions
{
    private static readonly PortSet EveryPort = PortSet.Of([new PortRange(1, ushort.MaxValue)]);

    /// <summary>TCP_MODE: how probes are seen; null when the configuration does not say.</summary>
    public ProtocolMode? Mode { get; init; }

    /// <summary>TCP_PORTS: tripwires of the listed mode.</summary>
    public PortSet Ports { get; init; } = PortSet.Empty;

    /// <summary>ADVANCED_PORTS_TCP: the advanced mode watches the ports below this, 1 to 65536.</summary>
    public int AdvancedPorts { get; init; } = 1024;

    /// <summary>ADVANCED_EXCLUDE_TCP: silent ports in the advanced mode.</summary>
    public PortSet AdvancedExclude { get; init; } = PortSet.Empty;

    /// <summary>BLOCK_TCP: 0 logs only, 1 blocks.</summary>
    public bool Block { get; init; }

    /// <summary>BLOCK_TCP: 2 runs KILL_RUN_CMD, and does not block.</summary>
    public bool CommandOnly { get; init; }

    /// <summary>The ports that this host asks from where it does not choose (net.ipv4.ip_local_port_range); the kernel's default unless it was read.</summary>
    public PortRange LocalPorts { get; init; } = new(32768, 60999);

    /// <summary>The ports a mode of this protocol watches, in use or not.</summary>
    public PortSet Watched(ProtocolMode mode) => mode switch
    {
        ProtocolMode.AutoTcp => EveryPort.Except(AdvancedExclude),
        // Answers to what this host asks come to those: each would be looked at.
        ProtocolMode.AutoUdp => EveryPort.Except(AdvancedExclude).Except(PortSet.Of([LocalPorts])),
        _ => mode.IsAdvanced() ? PortSet.Below(AdvancedPorts).Except(AdvancedExclude) : Ports,
    };
}

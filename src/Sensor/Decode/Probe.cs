using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decode;

/// <summary>One decoded touch of one of our ports; whether the port is a tripwire is not yet said.</summary>
public readonly record struct Probe
{
    /// <summary>When the kernel saw it, in ticks of 100 ns since year 1, UTC.</summary>
    public required long Ticks { get; init; }

    /// <summary>The address it claims to come from.</summary>
    public required Address Source { get; init; }

    /// <summary>The address it touched.</summary>
    public required Address Destination { get; init; }

    /// <summary>The port it claims to come from.</summary>
    public required ushort SourcePort { get; init; }

    /// <summary>The port it touched.</summary>
    public required ushort Port { get; init; }

    /// <summary>By which copies and retransmissions are known: a segment's sequence number, or a hash of a datagram's data.</summary>
    public required uint Sequence { get; init; }

    /// <summary>How it touched the port.</summary>
    public required ScanKind Kind { get; init; }

    /// <summary>The TCP flags it carried; none for a datagram.</summary>
    public required TcpFlags Flags { get; init; }

    /// <summary>How many more routers might have passed it on.</summary>
    public byte HopLimit { get; init; }

    /// <summary>True when the IP header carried options.</summary>
    public bool HasIpOptions { get; init; }

    /// <summary>The protocol whose port it touched.</summary>
    public Transport Transport => Kind.Transport();

    /// <summary>When the kernel saw it.</summary>
    public DateTimeOffset At => new(Ticks, TimeSpan.Zero);
}

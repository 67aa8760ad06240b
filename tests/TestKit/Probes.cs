using PortSentry.Sensor.Decode;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.TestKit;

/// <summary>Makes probes, each of a segment of its own, at a time that only moves when told to.</summary>
public sealed class Probes
{
    private uint _sequence;

    /// <summary>The address that is touched.</summary>
    public static readonly Address Local = Address.Parse("198.51.100.1");

    /// <summary>The IPv6 address that is touched.</summary>
    public static readonly Address LocalIPv6 = Address.Parse("2001:db8:1::1");

    /// <summary>The time of the next probe.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);

    /// <summary>A SYN from this source.</summary>
    public Probe Next(string source, ushort port = 111) => Next(Address.Parse(source), port);

    /// <summary>A SYN from this source.</summary>
    public Probe Next(Address source, ushort port = 111) => new()
    {
        Ticks = Now.Ticks,
        Source = source,
        Destination = source.IsIPv4 ? Local : LocalIPv6,
        SourcePort = 40000,
        Port = port,
        Sequence = ++_sequence,
        Kind = ScanKind.Syn,
        Flags = TcpFlags.Syn,
        HopLimit = 60,
    };

    /// <summary>A datagram from this source.</summary>
    public Probe NextUdp(string source, ushort port = 111, ushort sourcePort = 40000) =>
        Next(source, port) with { SourcePort = sourcePort, Kind = ScanKind.Udp, Flags = TcpFlags.None };
}

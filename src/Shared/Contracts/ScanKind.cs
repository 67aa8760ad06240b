namespace PortSentry.Shared.Contracts;

/// <summary>How a probe touched a port; the numbers are stable, new kinds are added at the end.</summary>
public enum ScanKind : byte
{
    /// <summary>A TCP connection that was accepted.</summary>
    Connect = 1,

    /// <summary>A TCP segment with SYN and neither ACK nor RST; a connect scan seen on the ring is one, too.</summary>
    Syn = 2,

    /// <summary>FIN alone.</summary>
    Fin = 3,

    /// <summary>No flag at all.</summary>
    Null = 4,

    /// <summary>FIN, PSH and URG, with SYN or without.</summary>
    Xmas = 5,

    /// <summary>ACK without a connection.</summary>
    Ack = 6,

    /// <summary>ACK whose answer's window is read; seen by us it is an ack.</summary>
    Window = 7,

    /// <summary>FIN and ACK without a connection.</summary>
    Maimon = 8,

    /// <summary>A first fragment that ends before its TCP header does (RFC 1858).</summary>
    TinyFragment = 9,

    /// <summary>A combination of TCP flags that no other kind names.</summary>
    OtherFlags = 10,

    /// <summary>A UDP datagram.</summary>
    Udp = 11,

    /// <summary>An SCTP INIT or COOKIE ECHO chunk.</summary>
    Sctp = 12,

    /// <summary>An IP protocol we do not speak.</summary>
    IpProtocol = 13,
}

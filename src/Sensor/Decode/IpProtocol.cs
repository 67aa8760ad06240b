namespace PortSentry.Sensor.Decode;

/// <summary>Upper-layer protocols we decode, by their IANA number.</summary>
public enum IpProtocol : byte
{
    /// <summary>IPv6 hop-by-hop options (RFC 8200, 4.3).</summary>
    HopByHop = 0,

    /// <summary>ICMP (RFC 792).</summary>
    Icmp = 1,

    /// <summary>TCP (RFC 9293).</summary>
    Tcp = 6,

    /// <summary>UDP (RFC 768).</summary>
    Udp = 17,

    /// <summary>IPv6 routing header (RFC 8200, 4.4).</summary>
    Routing = 43,

    /// <summary>IPv6 fragment header (RFC 8200, 4.5).</summary>
    Fragment = 44,

    /// <summary>Authentication header (RFC 4302).</summary>
    Authentication = 51,

    /// <summary>ICMPv6 (RFC 4443).</summary>
    IcmpV6 = 58,

    /// <summary>IPv6 destination options (RFC 8200, 4.6).</summary>
    DestinationOptions = 60,

    /// <summary>SCTP (RFC 9260).</summary>
    Sctp = 132,
}

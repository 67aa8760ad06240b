namespace PortSentry.Shared.Net;

/// <summary>The words for transports that people and machines read.</summary>
public static class TransportText
{
    /// <summary>As all our output writes it: <c>tcp</c>.</summary>
    public static string Name(this Transport transport) => transport == Transport.Udp ? "udp" : "tcp";

    /// <summary>As portsentry 1.2 and its configuration write it: <c>TCP</c>.</summary>
    public static string ClassicName(this Transport transport) => transport == Transport.Udp ? "UDP" : "TCP";
}

namespace PortSentry.Shared.Net;

/// <summary>The protocols that have ports we watch.</summary>
public enum Transport : byte
{
    /// <summary>TCP (RFC 9293).</summary>
    Tcp,

    /// <summary>UDP (RFC 768).</summary>
    Udp,
}

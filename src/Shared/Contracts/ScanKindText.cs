using PortSentry.Shared.Net;

namespace PortSentry.Shared.Contracts;

/// <summary>The words for scan kinds that people and machines read.</summary>
public static class ScanKindText
{
    /// <summary>The kind as all our output writes it.</summary>
    public static string Name(this ScanKind kind) => kind switch
    {
        ScanKind.Connect => "connect",
        ScanKind.Syn => "syn",
        ScanKind.Fin => "fin",
        ScanKind.Null => "null",
        ScanKind.Xmas => "xmas",
        ScanKind.Ack => "ack",
        ScanKind.Window => "window",
        ScanKind.Maimon => "maimon",
        ScanKind.TinyFragment => "tiny-fragment",
        ScanKind.OtherFlags => "other-flags",
        ScanKind.Udp => "udp",
        ScanKind.Sctp => "sctp",
        ScanKind.IpProtocol => "ip-protocol",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown scan kind"),
    };
    /// <summary>The protocol whose ports a kind touches; those that know no ports of their own count with TCP.</summary>
    public static Transport Transport(this ScanKind kind) => kind == ScanKind.Udp ? Net.Transport.Udp : Net.Transport.Tcp;
}

using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>What tells kinds apart: a letter, and a class that has a colour. Pure.</summary>
internal static class KindMark
{
    /// <summary>One letter a kind, none twice.</summary>
    public static char Letter(ScanKind kind) => kind switch
    {
        ScanKind.Connect => 'C',
        ScanKind.Syn => 'S',
        ScanKind.Fin => 'F',
        ScanKind.Null => 'N',
        ScanKind.Xmas => 'X',
        ScanKind.Ack => 'A',
        ScanKind.Window => 'W',
        ScanKind.Maimon => 'M',
        ScanKind.TinyFragment => 'T',
        ScanKind.OtherFlags => 'O',
        ScanKind.Udp => 'U',
        ScanKind.Sctp => 'P',
        ScanKind.IpProtocol => 'I',
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown scan kind"),
    };

    /// <summary>Its class.</summary>
    public static string Class(ScanKind kind) => $"k-{kind.Name()}";
}

namespace PortSentry.Sensor.Capture.Files;

/// <summary>Says which link types are read, and what the others are called.</summary>
internal static class LinkTypes
{
    private static readonly Dictionary<int, string> Others = new()
    {
        [6] = "Token Ring",
        [9] = "PPP",
        [10] = "FDDI",
        [50] = "PPP in HDLC framing",
        [51] = "PPPoE",
        [104] = "Cisco HDLC",
        [105] = "IEEE 802.11",
        [107] = "Frame Relay",
        [117] = "OpenBSD pflog",
        [119] = "IEEE 802.11 with a Prism header",
        [127] = "IEEE 802.11 with a radiotap header",
        [187] = "Bluetooth HCI",
        [189] = "USB",
        [195] = "IEEE 802.15.4",
        [201] = "Bluetooth HCI with a pseudo header",
        [220] = "USB",
        [239] = "Linux nflog",
        [249] = "USB",
        [253] = "Linux netlink",
    };

    /// <summary>Why frames of this link type cannot be read; null when they can.</summary>
    public static string? WhyNot(int number) => Enum.IsDefined((LinkType)number)
        ? null
        : $"link type {number}{(Others.TryGetValue(number, out var name) ? $" ({name})" : "")} is not read; read are Ethernet, Linux cooked 1 and 2, raw IP and loopback";
}

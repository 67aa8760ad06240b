namespace PortSentry.Sensor.Capture.Files;

/// <summary>How the frames of a capture file begin: the link types we read, by their number in tcpdump.org's registry (LINKTYPE_…).</summary>
internal enum LinkType
{
    /// <summary>BSD loopback: the address family in 4 bytes of the writer's order.</summary>
    Null = 0,

    /// <summary>Ethernet (IEEE 802.3), with VLAN tags or without.</summary>
    Ethernet = 1,

    /// <summary>No link header; the number that most BSDs give it.</summary>
    RawBsd = 12,

    /// <summary>No link header; the number that OpenBSD gives it.</summary>
    RawOpenBsd = 14,

    /// <summary>No link header: IPv4 or IPv6, as the first 4 bits say.</summary>
    Raw = 101,

    /// <summary>OpenBSD loopback: the address family in 4 bytes of network order.</summary>
    Loop = 108,

    /// <summary>Linux cooked: the pseudo header of tcpdump -i any.</summary>
    LinuxCooked = 113,

    /// <summary>No link header, IPv4 only.</summary>
    IPv4 = 228,

    /// <summary>No link header, IPv6 only.</summary>
    IPv6 = 229,

    /// <summary>Linux cooked, second version, with the interface.</summary>
    LinuxCooked2 = 276,
}

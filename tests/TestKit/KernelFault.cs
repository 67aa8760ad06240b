namespace PortSentry.TestKit;

/// <summary>What of the kernel's can fail: its word over netlink can be lost, what it is asked for be refused.</summary>
public enum KernelFault
{
    /// <summary>That addresses, links or routes have changed.</summary>
    WatchOfAddresses,

    /// <summary>That the firewall has changed.</summary>
    WatchOfFirewall,

    /// <summary>Which addresses and routes there are.</summary>
    ListOfAddresses,

    /// <summary>Which sockets there are (sock_diag).</summary>
    ListOfSockets,

    /// <summary>A packet socket, by which probes are seen.</summary>
    PacketSocket,
}

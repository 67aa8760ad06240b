namespace PortSentry.TestKit;

/// <summary>What of the kernel's word over netlink can be lost.</summary>
public enum NetlinkFault
{
    /// <summary>That addresses, links or routes have changed.</summary>
    WatchOfAddresses,

    /// <summary>That the firewall has changed.</summary>
    WatchOfFirewall,

    /// <summary>Which addresses and routes there are.</summary>
    ListOfAddresses,

    /// <summary>Which sockets there are (sock_diag).</summary>
    ListOfSockets,
}

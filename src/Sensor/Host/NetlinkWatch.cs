using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Host;

/// <summary>A thread that waits for the kernel's notifications and tells of each burst of them.</summary>
public sealed class NetlinkWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly StopSignal _stop = new();
    private readonly NetlinkSocket _netlink;
    private readonly NetlinkSocket.MessageHandler _handler;
    private readonly Action _afterBurst;
    private readonly Action _afterOverrun;
    private readonly Thread _thread;

    private NetlinkWatch(int protocol, int[] groups, NetlinkSocket.MessageHandler handler, Action afterBurst, Action afterOverrun)
    {
        (_handler, _afterBurst, _afterOverrun) = (handler, afterBurst, afterOverrun);
        _netlink = new NetlinkSocket(protocol);
        foreach (var group in groups)
            _netlink.Join(group);
        _thread = new Thread(Run) { IsBackground = true, Name = "netlink" };
    }

    /// <summary>Tells of changes to addresses, links and routes.</summary>
    public static NetlinkWatch OfAddresses(Action changed) =>
        Start(new NetlinkWatch(NetlinkSocket.NETLINK_ROUTE, Interop.RouteTable.Groups, static (_, _, _) => { }, changed, changed));

    /// <summary>Tells of transactions on nftables by others, known by their netlink port; true when one of them touched our table, or may have.</summary>
    public static NetlinkWatch OfFirewall(string table, Func<uint, bool> isOthers, Action<bool> changed)
    {
        var transactions = new NftTransactions(table, isOthers, changed);
        return Start(new NetlinkWatch(NetlinkSocket.NETLINK_NETFILTER, [NftTransactions.Group], transactions.See, static () => { }, () => changed(true)));
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _netlink.Dispose();
        _stop.Dispose();
    }

    private static NetlinkWatch Start(NetlinkWatch watch)
    {
        watch._thread.Start();
        return watch;
    }

    private void Run()
    {
        while (true)
        {
            try
            {
                if (!_netlink.Listen(_stop, _handler))
                    return;
                _afterBurst();
            }
            catch (SystemCallException failure)
            {
                // Notifications were lost (ENOBUFS): whatever they said may be true. Anything else will not mend at once.
                _afterOverrun();
                if (failure.Errno != SystemCallException.NoBufferSpace && _stop.IsGivenWithin(Pause))
                    return;
            }
        }
    }
}

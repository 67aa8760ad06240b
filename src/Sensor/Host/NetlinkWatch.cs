using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Clocks;

namespace PortSentry.Sensor.Host;

/// <summary>A thread that waits for the kernel's notifications and tells of each burst of them. Where some were lost, whatever they said may be true; a socket that fails is replaced.</summary>
internal sealed partial class NetlinkWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly StopSignal _stop = new();
    private readonly Reminder _lost = new();
    private readonly string _what;
    private readonly Func<NetlinkSocket> _open;
    private readonly NetlinkSocket.MessageHandler _handler;
    private readonly Action _afterBurst;
    private readonly Action _afterLoss;
    private readonly TimeProvider _time;
    private readonly ILogger<NetlinkWatch> _logger;
    private readonly Thread _thread;
    private NetlinkSocket? _netlink;

    private NetlinkWatch(string what, Func<NetlinkSocket> open, NetlinkSocket.MessageHandler handler, (Action AfterBurst, Action AfterLoss) hearers, TimeProvider time, ILogger<NetlinkWatch> logger)
    {
        (_what, _open, _handler, _time, _logger) = (what, open, handler, time, logger);
        (_afterBurst, _afterLoss) = hearers;
        _netlink = open();
        _thread = new Thread(Run) { IsBackground = true, Name = "netlink" };
        _thread.Start();
    }

    /// <summary>Tells of changes to addresses, links and routes.</summary>
    public static NetlinkWatch OfAddresses(Action changed, TimeProvider time, ILogger<NetlinkWatch> logger) => new(
        "addresses and routes", static () => Open(NetlinkSocket.NETLINK_ROUTE, Interop.RouteTable.Groups), static (_, _, _) => { }, (changed, changed), time, logger);

    /// <summary>Tells of transactions on nftables by others, and when some may have been missed.</summary>
    public static NetlinkWatch OfFirewall(NftTransactions transactions, Action perhapsChanged, TimeProvider time, ILogger<NetlinkWatch> logger) => new(
        "the firewall", static () => Open(NetlinkSocket.NETLINK_NETFILTER, [NftTransactions.Group]), transactions.See, (static () => { }, perhapsChanged), time, logger);

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _netlink?.Dispose();
        _stop.Dispose();
    }

    private static NetlinkSocket Open(int protocol, IEnumerable<int> groups)
    {
        var netlink = new NetlinkSocket(protocol);
        try
        {
            foreach (var group in groups)
                netlink.Join(group);
            return netlink;
        }
        catch (SystemCallException)
        {
            netlink.Dispose();
            throw;
        }
    }

    private void Run()
    {
        while (!TryFollow() && !_stop.IsGivenWithin(Pause))
        {
            // Many changes at once are looked at once.
        }
    }

    /// <summary>Listens until it is stopped (true), or something the kernel told was lost (false).</summary>
    private bool TryFollow()
    {
        try
        {
            if (_netlink is null)
            {
                _netlink = _open();
                _afterLoss();
            }

            while (_netlink.Listen(_stop, _handler))
                _afterBurst();
            return true;
        }
        catch (SystemCallException failure)
        {
            if (_lost.IsDue(_time))
                LogLost(_what, failure.Message);
            _afterLoss();
            if (failure.Errno != SystemCallException.NoBufferSpace)
            {
                _netlink?.Dispose();
                _netlink = null;
            }

            return false;
        }
    }

    [LoggerMessage(7011, LogLevel.Warning, "What the kernel told of changes to {What} was lost: {Problem}; all of it is looked at anew")]
    private partial void LogLost(string what, string problem);
}

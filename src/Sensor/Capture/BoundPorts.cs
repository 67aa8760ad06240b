using System.Net.Sockets;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>The sockets of one connect mode, made equal to the ports it is to watch as far as other programs and the system let us. One thread at a time.</summary>
internal sealed class BoundPorts(Transport transport, EventPoll poll, int most) : IDisposable
{
    private readonly SortedDictionary<int, BoundPort> _ports = [];
    private HashSet<ushort> _refused = [];
    private PortSet _bound = PortSet.Empty;

    /// <summary>The ports that are bound; any thread may read it.</summary>
    public PortSet Bound => Volatile.Read(ref _bound);

    /// <summary>True when some port could not be bound.</summary>
    public bool HasRefused => _refused.Count > 0;

    /// <summary>Closes what is no longer wanted and binds what is; says what has become of those that were refused.</summary>
    public BindNews Follow(PortSet wanted)
    {
        foreach (var (port, bound) in _ports.Where(pair => !wanted.Contains((ushort)pair.Key)).ToList())
            Close(port, bound);

        HashSet<ushort> refused = [];
        foreach (var port in PortsOf(wanted).Where(port => !_ports.ContainsKey(port)))
        {
            if (!TryBind(port))
                refused.Add(port);
        }

        var news = new BindNews(transport, [.. refused.Except(_refused).Order()], [.. _refused.Where(port => _ports.ContainsKey(port)).Order()]);
        _refused = refused;
        Publish();
        return news;
    }

    /// <summary>The socket of a port, if it is bound.</summary>
    public BoundPort? Find(int port) => _ports.GetValueOrDefault(port);

    /// <summary>Gives up a socket that has failed; the next try binds its port again.</summary>
    public void Abandon(int port)
    {
        if (_ports.TryGetValue(port, out var bound))
            Close(port, bound);
        _refused.Add((ushort)port);
        Publish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bound in _ports.Values)
            bound.Dispose();
        _ports.Clear();
    }

    private bool TryBind(ushort port)
    {
        // The rest of the process needs descriptors, too.
        if (_ports.Count >= most)
            return false;

        try
        {
            var bound = BoundPort.Bind(transport, port);
            _ports[port] = bound;
            poll.Add(bound.Handle, port);
            return true;
        }
        catch (Exception failure) when (failure is SocketException or SystemCallException)
        {
            if (_ports.Remove(port, out var half))
                half.Dispose();
            return false;
        }
    }

    private void Close(int port, BoundPort bound)
    {
        _ports.Remove(port);
        bound.Dispose();
    }

    private void Publish() => Volatile.Write(ref _bound, PortSet.Of(_ports.Keys.Select(port => (ushort)port)));

    // Port 0 would be any port.
    private static IEnumerable<ushort> PortsOf(PortSet ports) => ports.ToRanges()
        .SelectMany(range => Enumerable.Range(range.First, range.Count)).Where(port => port > 0).Select(port => (ushort)port);
}

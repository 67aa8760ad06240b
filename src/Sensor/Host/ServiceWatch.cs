using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Which ports of one mode's protocol are, or lately were, served: by a socket, by a NAT rule, or by whoever answered. Nothing for a connect mode: what it has bound is served by nobody else, and what others serve it could not bind.</summary>
internal sealed class ServiceWatch
{
    private readonly IHostReader _reader;
    // A port learned by its answer is filtered out from then on and never seen to answer again: it stays learned.
    private readonly HashSet<ServicePort> _answered = [];
    private IReadOnlyList<ServicePort> _published = [];
    private ServiceBook _book;

    /// <summary>Begins with what the state directory remembers.</summary>
    public ServiceWatch(ProtocolMode mode, SensorOptions options, IHostReader reader)
    {
        (Mode, _reader, _book) = (mode, reader, new ServiceBook(options.ServiceGrace));
        if (options.ServiceGrace > TimeSpan.Zero && !mode.Binds())
            ServiceFile.Load(PathIn(options), _book);
    }

    /// <summary>The mode that watches the ports nobody serves.</summary>
    public ProtocolMode Mode { get; }

    /// <summary>The protocol.</summary>
    public Transport Transport => Mode.Transport();

    /// <summary>The look-up over what is served at this moment.</summary>
    public ServicePorts Services => _book.ToServicePorts();

    /// <summary>True when the kernel did not say, the last time, what is served.</summary>
    public bool IsBlind { get; private set; }

    /// <summary>Looks at the sockets; true when the served ports have changed.</summary>
    public bool Look(SensorOptions options, DateTimeOffset now)
    {
        if (Mode.Binds())
            return false;

        var listeners = _reader.ReadListeners(Transport);
        IsBlind = listeners is null;
        if (listeners is null)
            return _book.See(_book.LastSeen.Keys, now);

        // Every question of a client is a UDP socket: only those on watched ports matter, or a busy resolver would fill the book.
        var watched = options.Watched(Mode);
        var mine = Transport == Transport.Udp ? listeners.Where(service => watched.Contains(service.Port)) : listeners;
        return _book.See(mine.Concat(_published).Concat(_answered), now);
    }

    /// <summary>NAT rules publish these.</summary>
    public void Publish(IReadOnlyList<ServicePort> published) => _published = published;

    /// <summary>Somebody answered on this port; true when that is news.</summary>
    public bool Learn(ServicePort service, DateTimeOffset at)
    {
        if (Mode.Binds() || _answered.Count >= ServiceBook.MaxPorts || !_answered.Add(service))
            return false;

        _book.See(service, at);
        return true;
    }

    /// <summary>Remembers for another length of time.</summary>
    public void Use(TimeSpan grace)
    {
        var old = _book;
        _book = new ServiceBook(grace);
        foreach (var (service, seen) in old.LastSeen)
            _book.See(service, seen);
    }

    /// <summary>The clock was set by so much.</summary>
    public void FollowClock(TimeSpan set) => _book.FollowClock(set);

    /// <summary>Writes down what a restart must know; throws IOException or UnauthorizedAccessException.</summary>
    public void Save(SensorOptions options)
    {
        if (!Mode.Binds())
            ServiceFile.Save(PathIn(options), _book);
    }

    private string PathIn(SensorOptions options) => Path.Combine(options.StateDir, ServiceFile.NameOf(Transport));
}

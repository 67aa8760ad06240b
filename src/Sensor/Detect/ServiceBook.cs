namespace PortSentry.Sensor.Detect;

/// <summary>Which ports are or were served: a service that restarts is no tripwire meanwhile. Bounded; when full, the port seen longest ago is forgotten.</summary>
public sealed class ServiceBook(TimeSpan grace, int capacity = ServiceBook.MaxPorts)
{
    /// <summary>Ports remembered at the most.</summary>
    public const int MaxPorts = 65536;

    private readonly Dictionary<ServicePort, DateTimeOffset> _lastSeen = [];

    /// <summary>When each port was last seen in use.</summary>
    public IReadOnlyDictionary<ServicePort, DateTimeOffset> LastSeen => _lastSeen;

    /// <summary>Remembers what is served now, forgets what was not for longer than the grace, and says whether the set of ports has changed.</summary>
    public bool See(IEnumerable<ServicePort> served, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(served);
        var changed = false;
        HashSet<ServicePort> current = [.. served];
        // Written down while the clock was ahead: no port was seen later than now.
        foreach (var service in _lastSeen.Where(seen => seen.Value > now).Select(seen => seen.Key).ToList())
            _lastSeen[service] = now;
        foreach (var service in current)
            changed |= See(service, now);

        foreach (var service in _lastSeen.Where(seen => now - seen.Value > grace && !current.Contains(seen.Key)).Select(seen => seen.Key).ToList())
            changed |= _lastSeen.Remove(service);
        return changed;
    }

    /// <summary>Remembers one port at a time that is not later than now; true when it is new.</summary>
    public bool See(ServicePort service, DateTimeOffset at)
    {
        if (_lastSeen.TryGetValue(service, out var before))
        {
            _lastSeen[service] = at > before ? at : before;
            return false;
        }

        if (_lastSeen.Count >= capacity)
            _lastSeen.Remove(_lastSeen.MinBy(seen => seen.Value).Key);
        _lastSeen.Add(service, at);
        return true;
    }

    /// <summary>The clock was set by so much: every port was seen as long ago as before.</summary>
    public void FollowClock(TimeSpan set)
    {
        foreach (var (service, seen) in _lastSeen.ToList())
            _lastSeen[service] = seen + set;
    }

    /// <summary>The look-up over all ports remembered.</summary>
    public ServicePorts ToServicePorts() => new(_lastSeen.Keys);
}

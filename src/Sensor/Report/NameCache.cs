using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>Names of sources, found or not, for a while. Bounded: when it is full the one looked up longest ago gives way. Pure.</summary>
internal sealed class NameCache
{
    private const int MaxNames = 4096;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Address, (string? Name, DateTimeOffset Until)> _names = [];
    private readonly Queue<Address> _order = new();
    private readonly HashSet<Address> _asked = [];

    /// <summary>What is known of an address: true when it was looked up, and has this name or none.</summary>
    public bool TryGet(Address source, DateTimeOffset now, out string? name)
    {
        var isKnown = _names.TryGetValue(source, out var known) && now < known.Until;
        name = isKnown ? known.Name : null;
        return isKnown;
    }

    /// <summary>True while an address is being looked up.</summary>
    public bool IsUnderWay(Address source) => _asked.Contains(source);

    /// <summary>The address is being looked up from now on; false when so many are already.</summary>
    public bool TryBegin(Address source) => _asked.Count < MaxNames && _asked.Add(source);

    /// <summary>It is no longer, and nothing was found out.</summary>
    public void End(Address source) => _asked.Remove(source);

    /// <summary>Keeps what was found.</summary>
    public void Add(Address source, string? name, DateTimeOffset now)
    {
        _asked.Remove(source);
        if (!_names.ContainsKey(source))
            _order.Enqueue(source);
        _names[source] = (name, now + Fresh);
        if (_names.Count > MaxNames && _order.TryDequeue(out var oldest))
            _names.Remove(oldest);
    }
}

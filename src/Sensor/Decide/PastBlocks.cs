using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decide;

/// <summary>How often a target was blocked before. Bounded; when full, the one remembered longest is forgotten.</summary>
internal sealed class PastBlocks(int capacity)
{
    private readonly Dictionary<Cidr, int> _times = [];
    private readonly Queue<Cidr> _order = new();

    public int TimesOf(Cidr target) => _times.GetValueOrDefault(target);

    public void Remember(Cidr target, int times)
    {
        if (_times.TryAdd(target, times))
            _order.Enqueue(target);
        else
            _times[target] = Math.Max(times, _times[target]);

        while (_order.Count > Math.Max(1, capacity))
            _times.Remove(_order.Dequeue());
    }

    public int Count => _times.Count;

    public IEnumerable<(Cidr Target, int Times)> All => _times.Select(past => (past.Key, past.Value));

    public void Forget(Cidr target)
    {
        // It keeps its place in the order: a second place would push it out before its time.
        if (_times.ContainsKey(target))
            _times[target] = 0;
    }
}

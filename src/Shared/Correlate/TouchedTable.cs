using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>Values by network. Bounded: when full, the one longest untouched gives way.</summary>
internal sealed class TouchedTable<T>(int capacity)
    where T : class
{
    private readonly Dictionary<Cidr, LinkedListNode<(Cidr Network, T Value)>> _places = [];
    private readonly LinkedList<(Cidr Network, T Value)> _order = new();

    /// <summary>How many had to give way.</summary>
    public long Evicted { get; private set; }

    /// <summary>The value of a network, or null.</summary>
    public T? Find(Cidr network) => _places.TryGetValue(network, out var place) ? place.Value.Value : null;

    /// <summary>Gives a network a value.</summary>
    public void Put(Cidr network, T value)
    {
        if (_places.Remove(network, out var before))
            _order.Remove(before);
        _places[network] = _order.AddLast((network, value));
        if (_places.Count <= Math.Max(1, capacity))
            return;

        _places.Remove(_order.First!.Value.Network);
        _order.RemoveFirst();
        Evicted++;
    }
}

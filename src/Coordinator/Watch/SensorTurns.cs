using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>Follows which sensors are up, behind or down. A sensor is behind that has not carried out, by now, what was ordered some seconds ago: in a busy fleet the last order is always on its way. Bounded: a place a sensor.</summary>
internal sealed class SensorTurns
{
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(3);

    private readonly LinkedList<SensorTurn> _latest = [];
    private Dictionary<string, string> _states = [];
    private Dictionary<string, (long Dropped, long Since, DateTimeOffset? At)> _dropped = [];
    private OrderPosition _settled;
    private OrderPosition _next;
    private DateTimeOffset _nextSince;

    /// <summary>How many turns there were.</summary>
    public long Count { get; private set; }

    /// <summary>The latest turns, the latest first.</summary>
    public IReadOnlyList<SensorTurn> Latest => [.. _latest];

    /// <summary>How many are in a state.</summary>
    public int CountOf(string state) => _states.Values.Count(one => one == state);

    /// <summary>The sensors whose outbox dropped reports in the 24 hours before a moment, and how many.</summary>
    public IReadOnlyList<(string Sensor, long Reports)> DroppedSince(DateTimeOffset moment) =>
        [.. _dropped.Where(one => one.Value.At >= moment).Select(one => (one.Key, one.Value.Dropped - one.Value.Since))];

    /// <summary>Takes in how they are now.</summary>
    public void Follow(IReadOnlyList<SensorRow> sensors, OrderPosition head, DateTimeOffset now)
    {
        Settle(head, now);
        var states = sensors.ToDictionary(sensor => sensor.Name, sensor => StateOf(sensor, head, now), StringComparer.Ordinal);
        if (_states.Count > 0)
        {
            foreach (var (name, state) in states.Where(one => _states.GetValueOrDefault(one.Key) != one.Value))
                Tell(new SensorTurn(name, state));
            foreach (var name in _states.Keys.Where(name => !states.ContainsKey(name)))
                Tell(new SensorTurn(name, "revoked"));
        }

        _states = states;
        _dropped = sensors.ToDictionary(sensor => sensor.Name, sensor => Dropped(sensor, now), StringComparer.Ordinal);
    }

    private void Settle(OrderPosition head, DateTimeOffset now)
    {
        if (head.LogId != _settled.LogId)
            (_settled, _next, _nextSince) = (head, head, now);
        else if (now - _nextSince >= OnItsWay)
            (_settled, _next, _nextSince) = (_next, head, now);
    }

    private string StateOf(SensorRow sensor, OrderPosition head, DateTimeOffset now)
    {
        var state = SensorViews.StateOf(sensor, head, now);
        return state == "behind" && sensor.State?.Applied?.Position is { } held && held.LogId == _settled.LogId && held.Position >= _settled.Position ? "up" : state;
    }

    private (long Dropped, long Since, DateTimeOffset? At) Dropped(SensorRow sensor, DateTimeOffset now)
    {
        var dropped = sensor.State?.Status?.OutboxDropped ?? 0;
        if (!_dropped.TryGetValue(sensor.Name, out var known) || dropped < known.Dropped)
            return (dropped, dropped, null);
        return dropped > known.Dropped ? (dropped, known.Since, now) : known;
    }

    private void Tell(SensorTurn turn)
    {
        Count++;
        _latest.AddFirst(turn);
        if (_latest.Count > FleetPulse.MostChanges)
            _latest.RemoveLast();
    }
}

using PortSentry.Shared.Contracts;
using PortSentry.Shared.Metrics;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>From when an order to block was made until a sensor had carried it out. Pure but for its state. Bounded: of the past the latest orders are known, an acknowledgement counts so many of them at the most, the oldest; a place a sensor. What was ordered before a sensor's stream was open does not count: it was away, which is told elsewhere.</summary>
internal sealed class AcknowledgedOrders
{
    /// <summary>Orders that are known at the most.</summary>
    public const int KnownOrders = 20_000;

    private const int CountedAtOnce = 64;

    private readonly List<(long Position, DateTimeOffset At)> _orders = [];
    private readonly Dictionary<SensorId, (OrderPosition Held, DateTimeOffset Joined)> _sensors = [];
    private readonly BlockTimes _times = new();
    private readonly DurationTally _durations = new();

    /// <summary>An order was made; thousands that a list leads to at once tell nothing of how soon a scan is stopped.</summary>
    public void Note(LoggedOrder order)
    {
        if (order.Order is not BlockOrder { List: null } || (_orders.Count > 0 && order.Position <= _orders[^1].Position))
            return;

        _orders.Add((order.Position, order.At));
        if (_orders.Count >= 2 * KnownOrders)
            _orders.RemoveRange(0, KnownOrders);
    }

    /// <summary>The log is another one.</summary>
    public void BeginAnew() => _orders.Clear();

    /// <summary>A sensor follows the orders from now on.</summary>
    public void Join(SensorId sensor, DateTimeOffset now) => _sensors[sensor] = (default, now);

    /// <summary>A sensor is none of the fleet any more.</summary>
    public void Leave(SensorId sensor) => _sensors.Remove(sensor);

    /// <summary>A sensor has carried out all orders up to a position.</summary>
    public void Acknowledge(SensorId sensor, OrderPosition position, DateTimeOffset now)
    {
        if (!_sensors.TryGetValue(sensor, out var known))
            return;

        _sensors[sensor] = known with { Held = position };
        // In a snapshot orders come to a sensor that was away when most of them were made.
        var first = known.Held.LogId == position.LogId ? FirstAfter(known.Held.Position) : FirstAt(known.Joined);
        for (var index = first; index < Math.Min(_orders.Count, first + CountedAtOnce) && _orders[index].Position <= position.Position; index++)
        {
            if (_orders[index].At >= known.Joined)
                Count(now - _orders[index].At, now);
        }
    }

    /// <summary>How long they took since the start.</summary>
    public DurationCounts Durations => _durations.Counts;

    /// <summary>What the last hour comes to; null when there was nothing.</summary>
    public TimeToBlock? Of(DateTimeOffset now) => _times.Of(now);

    private void Count(TimeSpan took, DateTimeOffset now)
    {
        _times.Add(took, now);
        _durations.Add(took);
    }

    private int FirstAfter(long position) => CountWhile(order => order.Position <= position);

    private int FirstAt(DateTimeOffset moment) => CountWhile(order => order.At < moment);

    /// <summary>How many orders a condition holds for, which holds for the first ones only.</summary>
    private int CountWhile(Func<(long Position, DateTimeOffset At), bool> holds)
    {
        var (low, high) = (0, _orders.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(_orders[middle]))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

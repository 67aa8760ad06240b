using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Akka;

/// <summary>Makes one stream of orders without gaps from two: what the coordinator tells this sensor alone, and what is published to all. Each order is passed on once, in its place. Pure; bounded: of what is published too early so much is kept, the rest is found missing later.</summary>
internal sealed class FollowedOrders(OrderPosition? held)
{
    private const int MaxKept = 20_000;

    private readonly List<OrderCame> _kept = [];
    private readonly List<LinkEvent> _passed = [];
    private OrderPosition? _last = held;
    private bool _isCatchingUp = true;

    /// <summary>The last order passed on, or held before; null before the first snapshot.</summary>
    public OrderPosition? Last => _last;

    /// <summary>The coordinator was asked for all that this sensor has missed.</summary>
    public void CatchUp() => _isCatchingUp = true;

    /// <summary>Takes what the coordinator tells this sensor; what is to be passed on, and whether something is missing.</summary>
    public (IReadOnlyList<LinkEvent> Passed, bool IsMissing) TakeDirect(ReadOnlyMemory<byte> text)
    {
        _passed.Clear();
        var isMissing = false;
        foreach (var happening in Read(text))
        {
            switch (happening)
            {
                case OrderCame came:
                    isMissing |= !TryPass(came);
                    break;
                case SnapshotAsked asked:
                    _last = new OrderPosition(asked.Wanted.LogId, asked.Wanted.Position);
                    _passed.Add(asked);
                    break;
                case Pinged pinged:
                    _passed.Add(pinged);
                    isMissing |= !CaughtUp(pinged.Ping.Position);
                    break;
                default:
                    _passed.Add(happening);
                    break;
            }
        }

        return ([.. _passed], isMissing);
    }

    /// <summary>Takes what is published to all; the same answer.</summary>
    public (IReadOnlyList<LinkEvent> Passed, bool IsMissing) TakePublished(ReadOnlyMemory<byte> text)
    {
        _passed.Clear();
        var isMissing = false;
        foreach (var happening in Read(text))
        {
            if (happening is OrderCame early && _isCatchingUp && _kept.Count < MaxKept)
                _kept.Add(early);
            else if (happening is OrderCame came && !_isCatchingUp)
                isMissing |= !TryPass(came);
            else if (happening is Pinged && !_isCatchingUp)
                // By whose clock the orders after it are.
                _passed.Add(happening);
        }

        return ([.. _passed], isMissing);
    }

    /// <summary>Each ping says how far the coordinator is; the first after an opening, that all up to there was told.</summary>
    private bool CaughtUp(long position)
    {
        _isCatchingUp = false;
        var isWhole = _kept.TrueForAll(TryPass);
        _kept.Clear();
        return isWhole && (_last is not { } last || last.Position >= position);
    }

    /// <summary>False when an order before this one is missing.</summary>
    private bool TryPass(OrderCame came)
    {
        if (_last is not { } last || came.Place.LogId != last.LogId || came.Place.Position <= last.Position)
            return true;
        if (came.Place.Position != last.Position + 1)
            return false;

        _last = came.Place;
        _passed.Add(came);
        return true;
    }

    private static IReadOnlyList<LinkEvent> Read(ReadOnlyMemory<byte> text)
    {
        List<SseEvent> events = [];
        // Events come whole, so many of them that a frame holds.
        return new SseReader().TryRead(text.Span, events) ? LinkEvents.Parse(events) : throw new LinkException(LinkFault.Malformed, "an event of the order stream is too long");
    }
}

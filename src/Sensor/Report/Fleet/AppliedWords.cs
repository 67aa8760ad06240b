using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>How far the orders are carried out, to be told: the latest word counts, refusals add up. Bounded: of 10,000 refusals that nobody took the oldest is forgotten. Pure.</summary>
internal sealed class AppliedWords
{
    private const int MaxRefusals = 10_000;

    private readonly Queue<OrderRefused> _refused = new();
    private OrdersApplied? _latest;
    private OrdersApplied? _word;

    /// <summary>What is to be told now, with the first refusals; null when all is told.</summary>
    public OrdersApplied? Word => _word ??= _latest is { } latest
        ? latest with { Refused = [.. _refused.Take(OrdersApplied.MaxRefusals)] }
        : null;

    /// <summary>A later word.</summary>
    public void Add(OrdersApplied applied)
    {
        foreach (var refused in applied.Refused)
            _refused.Enqueue(refused);
        while (_refused.Count > MaxRefusals)
            _refused.Dequeue();
        (_latest, _word) = (applied with { Refused = [] }, null);
    }

    /// <summary>This word was received.</summary>
    public void Delivered(OrdersApplied? word)
    {
        if (word is null)
            return;

        foreach (var told in word.Refused)
        {
            if (_refused.TryPeek(out var oldest) && oldest == told)
                _refused.Dequeue();
        }

        // What came meanwhile is still to be told, and so is the rest of the refusals.
        if (ReferenceEquals(word, _word) && _refused.Count == 0)
            _latest = null;
        _word = null;
    }
}

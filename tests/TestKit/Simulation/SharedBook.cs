using System.Text.Json;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.TestKit.Simulation;

/// <summary>A snapshot and the orders after it, folded once for all simulated sensors that began with it: each reads its own stream, and what it reads must be, byte for byte, what the first of them read at that place.</summary>
internal sealed class SharedBook
{
    private readonly OrderBook _book;
    private readonly long _first;
    private readonly List<(string Text, string Digest)> _steps = [];

    /// <summary>A book that nobody else changes from now on.</summary>
    public SharedBook(OrderBook book)
    {
        (_book, _first) = (book, book.Position.Position);
        _steps.Add(("", book.Digest));
    }

    /// <summary>Where it begins.</summary>
    public OrderPosition Begin => new(_book.Position.LogId, _first);

    /// <summary>The digest that it begins with.</summary>
    public string DigestAtBegin => _steps[0].Digest;

    /// <summary>The digest after an order; throws InvalidDataException when others read another order there.</summary>
    public string DigestAfter(long position, string order)
    {
        lock (_steps)
        {
            var step = (int)(position - _first);
            if (step == _steps.Count)
                _steps.Add((order, Fold(position, order)));
            var (text, digest) = _steps[step];
            return text == order ? digest : throw new InvalidDataException($"one sensor read the order {position} as {order}, another as {text}");
        }
    }

    private string Fold(long position, string order)
    {
        var logged = JsonSerializer.Deserialize(order, WireJson.Default.LoggedOrder);
        return logged is { Order: not null } && logged.Position == position && _book.TryApply(logged)
            ? _book.Digest
            : throw new InvalidDataException($"the order {position} says {order}");
    }
}

using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Fetches a snapshot while the order stream goes on, and keeps the orders that come meanwhile.</summary>
internal sealed class SnapshotFetch(ICoordinatorLink link, int maxKept)
{
    private readonly List<OrderCame> _kept = [];
    private Task<OrderBook>? _fetch;

    /// <summary>True while a snapshot is fetched.</summary>
    public bool IsUnderWay => _fetch is not null;

    /// <summary>Ends when the snapshot is there, or is not to be had; has ended when none is fetched.</summary>
    public Task Done => _fetch ?? Task.CompletedTask;

    /// <summary>Begins to fetch one, unless one is under way.</summary>
    public void Start(CancellationToken cancel)
    {
        if (!IsUnderWay)
            _fetch = link.FetchSnapshotAsync(cancel);
    }

    /// <summary>Keeps an order that came meanwhile; throws LinkException when there are too many.</summary>
    public void Keep(OrderCame came)
    {
        if (_kept.Count >= maxKept)
            throw new LinkException(LinkFault.Busy, $"more than {maxKept} orders came while a snapshot was fetched; the order stream begins again");
        _kept.Add(came);
    }

    /// <summary>The snapshot; another may be fetched from now on.</summary>
    public async Task<OrderBook> TakeAsync()
    {
        var fetch = _fetch!;
        _fetch = null;
        return await fetch.ConfigureAwait(false);
    }

    /// <summary>The orders that were kept.</summary>
    public IReadOnlyList<OrderCame> TakeKept()
    {
        OrderCame[] kept = [.. _kept];
        _kept.Clear();
        return kept;
    }
}

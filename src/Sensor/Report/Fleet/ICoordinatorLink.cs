using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>A way to talk to the coordinator. Expected failures are LinkException.</summary>
internal interface ICoordinatorLink : IAsyncDisposable
{
    /// <summary>Delivers a batch; the receipt comes once it is durable.</summary>
    Task<ReportReceipt> ReportAsync(ReportBatch batch, CancellationToken cancel);

    /// <summary>The order stream after the position held, as it comes: all that came at once together. It ends in a LinkException.</summary>
    IAsyncEnumerable<IReadOnlyList<LinkEvent>> FollowAsync(OrderPosition? held, CancellationToken cancel);

    /// <summary>Fetches a snapshot.</summary>
    Task<OrderBook> FetchSnapshotAsync(CancellationToken cancel);

    /// <summary>Gets a certificate for a key.</summary>
    Task<EnrolmentAnswer> RenewAsync(RenewalRequest request, CancellationToken cancel);

    /// <summary>Connects anew from the next call on, by what lies on disk now: certificate and authorities.</summary>
    void Reconnect();
}

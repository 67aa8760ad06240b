using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Ingest;

/// <summary>What this member knows of one sensor that talks to it.</summary>
internal sealed class SensorSession(SensorPeer peer, ReportBudget budget)
{
    private int _streams;
    private long _heard;
    private bool _isAppliedNew;
    private bool _isStatusNew;

    /// <summary>Who it is.</summary>
    public SensorPeer Peer { get; private set; } = peer;

    /// <summary>What it may send.</summary>
    public ReportBudget Budget { get; } = budget;

    /// <summary>How far it carried out orders.</summary>
    public OrdersApplied? Applied { get; private set; }

    /// <summary>How it is.</summary>
    public SensorStatus? Status { get; private set; }

    /// <summary>When it was last heard of.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>True while its order stream is open.</summary>
    public bool IsConnected => _streams > 0;

    /// <summary>True when there is something new to write down.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The addresses that are protected for it, as far as this member has asked for.</summary>
    public IReadOnlyList<Address>? Protected { get; set; }

    /// <summary>When it was last sent to fetch a snapshot because its book differed.</summary>
    public DateTimeOffset SentForSnapshotAt { get; set; }

    /// <summary>Takes in what it said.</summary>
    public void Hear(SensorPeer peer, OrdersApplied? applied, SensorStatus? status, TimeProvider time)
    {
        Peer = peer;
        Hear(time);
        // Refusals are written down one by one; what is kept of the rest is the latest word.
        Applied = applied is null ? Applied : applied with { Refused = [] };
        Status = status ?? Status;
        _isAppliedNew |= applied is not null;
        _isStatusNew |= status is not null;
    }

    /// <summary>A stream opened or closed.</summary>
    public void Count(int streams, TimeProvider time)
    {
        // An owner that failed and began anew has not seen the streams open that close now.
        _streams = Math.Max(0, _streams + streams);
        Hear(time);
    }

    /// <summary>The coordinator's clock was set: when a connected sensor was last heard of is told by the new one, or it would look silent.</summary>
    public void FollowClock(TimeProvider time)
    {
        (SeenAt, IsNew) = (time.GetUtcNow() - time.GetElapsedTime(_heard), true);
        SentForSnapshotAt = default;
    }

    /// <summary>All of it is written down.</summary>
    public void Saved() => (IsNew, _isAppliedNew, _isStatusNew) = (false, false, false);

    /// <summary>What is written down of it; what it said before was written down before, and another member may know better by now.</summary>
    public SensorState State(string member) => new()
    {
        Id = Peer.Id,
        SeenAt = SeenAt,
        Member = member,
        IsConnected = IsConnected,
        Applied = _isAppliedNew ? Applied : null,
        Status = _isStatusNew ? Status : null,
    };

    private void Hear(TimeProvider time) => (SeenAt, _heard, IsNew) = (time.GetUtcNow(), time.GetTimestamp(), true);
}

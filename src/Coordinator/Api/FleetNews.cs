using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>What the event stream tells.</summary>
public abstract record FleetNews
{
    private protected FleetNews()
    {
    }
}

/// <summary>So many alarms have come, of which the latest are named, the latest first.</summary>
public sealed record AlarmsCame(long Count, long Latest, IReadOnlyList<AlarmRow> Rows) : FleetNews;

/// <summary>So many blocks have changed, of which the latest are named, the latest first.</summary>
public sealed record BlocksChanged(long Count, IReadOnlyList<Cidr> Targets) : FleetNews;

/// <summary>The state of so many sensors has changed, of which the latest are named, the latest first.</summary>
public sealed record SensorsTurned(long Count, IReadOnlyList<SensorTurn> Sensors) : FleetNews;

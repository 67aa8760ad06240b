using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store;

/// <summary>Something durable that waits for the leader: the reports of one batch, or one command.</summary>
public abstract record InboxItem
{
    private protected InboxItem()
    {
    }

    /// <summary>Its number in the inbox.</summary>
    public required long Id { get; init; }

    /// <summary>When it was taken in, by the coordinator's clock.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Reports of one sensor, in order, none of which was taken in before.</summary>
public sealed record ReportsItem(SensorId Sensor, string SensorName, IReadOnlyList<SensorReport> Reports) : InboxItem;

/// <summary>A command of an operator or of the coordinator itself.</summary>
public sealed record CommandItem(OperatorCommand Command) : InboxItem;

/// <summary>Something that cannot be read, and why.</summary>
public sealed record UnreadableItem(string Problem) : InboxItem;

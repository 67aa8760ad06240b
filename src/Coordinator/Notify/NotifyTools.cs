using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Notify;

/// <summary>What those share who tell targets.</summary>
/// <param name="Store">Where it is written down how far each was told.</param>
/// <param name="Counts">Where messages are counted.</param>
/// <param name="Chance">Makes, for each, what spreads attempts over the time.</param>
/// <param name="SenderOf">Makes the sender of a target.</param>
internal sealed record NotifyTools(IStore Store, NotifyCounts Counts, Func<Random> Chance, Func<NotifyTarget, INotifySender> SenderOf)
{
    /// <summary>The last decision and change before this process could make any: a new target is told of what comes behind them.</summary>
    public (long Decision, long Change) Begin { get; init; }
}

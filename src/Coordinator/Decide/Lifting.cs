using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>Which blocks lifting a target means: its own and those within it, and for an IPv6 address those of the networks that stand for it as a source, but not what a person blocked. Pure.</summary>
internal static class Lifting
{
    /// <summary>True when a block is lifted with the target.</summary>
    public static bool Means(Cidr target, Cidr blocked, bool byOperator) =>
        target.Overlaps(blocked) && (blocked.Prefix >= target.Prefix || (target.IsHost && !byOperator && SourceNetwork.IsSource(blocked)));
}

using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>The addresses of some hosts of the fleet, by role and name.</summary>
internal sealed record OwnerShard
{
    /// <summary>The addresses of each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Address>> Owners { get; init; } = new Dictionary<string, IReadOnlyList<Address>>();
}

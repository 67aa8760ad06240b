using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store;

/// <summary>Which decisions are asked for; what is null does not count.</summary>
public sealed record DecisionFilter
{
    /// <summary>On this network or within it.</summary>
    public Cidr? Within { get; init; }

    /// <summary>block, extend, unblock, spare or keep.</summary>
    public string? What { get; init; }

    /// <summary>By coordinator, an operator's name, or <c>sensor NAME</c>.</summary>
    public string? Who { get; init; }

    /// <summary>Not earlier than this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Earlier than this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Which page.</summary>
    public Keyset Page { get; init; } = Keyset.First;
}

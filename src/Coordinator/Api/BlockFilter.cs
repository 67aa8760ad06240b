using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>Which blocks are asked for; what is null does not count.</summary>
public sealed record BlockFilter
{
    /// <summary>Blocks of this network, around it or within it.</summary>
    public Cidr? Overlaps { get; init; }

    /// <summary>operator, coordinator or list.</summary>
    public string? Origin { get; init; }

    /// <summary>Proven ones, or those that are not.</summary>
    public bool? Proven { get; init; }

    /// <summary>Led to by an alarm of this port.</summary>
    public int? Port { get; init; }

    /// <summary>Words that the reason holds.</summary>
    public string? Reason { get; init; }

    /// <summary>In which order.</summary>
    public BlockSort Sort { get; init; } = BlockSort.Latest;
}

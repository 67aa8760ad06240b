using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>The fact that the evidence of the fleet crossed a threshold; says nothing of the response.</summary>
public sealed record FleetAlarm
{
    /// <summary>Which.</summary>
    public required FleetRule Rule { get; init; }

    /// <summary>The contact that completed it.</summary>
    public required FleetSighting Last { get; init; }

    /// <summary>The network that it is about: the source's, or the prefix of a coordinated scan.</summary>
    public required Cidr Network { get; init; }

    /// <summary>The sources that take part, each by its network.</summary>
    public required IReadOnlyList<ScanningSource> Sources { get; init; }

    /// <summary>Distinct contacts that count.</summary>
    public required int Contacts { get; init; }

    /// <summary>When the first of them came.</summary>
    public required DateTimeOffset FirstContact { get; init; }

    /// <summary>The evidence in one sentence.</summary>
    public required string Words { get; init; }
}

/// <summary>A source that takes part in a scan of the fleet.</summary>
/// <param name="Network">The network that stands for it.</param>
/// <param name="Proven">True when its address is proven.</param>
/// <param name="Since">When its first contact came that counts.</param>
public sealed record ScanningSource(Cidr Network, bool Proven, DateTimeOffset Since);

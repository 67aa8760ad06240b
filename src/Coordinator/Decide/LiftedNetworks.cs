using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>Networks of many sources whose blocks operators have lifted lately. Bounded: the one lifted longest ago is forgotten.</summary>
internal sealed record LiftedNetworks
{
    private const int MaxNetworks = 64;

    /// <summary>None.</summary>
    public static LiftedNetworks None { get; } = new();

    /// <summary>Each with the time.</summary>
    public IReadOnlyList<LiftedNetwork> Networks { get; init; } = [];

    /// <summary>When the blocks of what lies within this were last lifted; null when they were not.</summary>
    public DateTimeOffset? Covering(Cidr network) => Networks
        .Where(lifted => lifted.Network.Prefix <= network.Prefix && lifted.Network.Contains(network.Base))
        .Max(lifted => (DateTimeOffset?)lifted.At);

    /// <summary>With one more, which stands for the older ones within it.</summary>
    public LiftedNetworks With(Cidr network, DateTimeOffset at) => this with
    {
        Networks = [.. Networks.Where(lifted => lifted.At > at || !IsWithin(lifted.Network, network)).TakeLast(MaxNetworks - 1), new LiftedNetwork(network, at)],
    };

    private static bool IsWithin(Cidr inner, Cidr outer) => outer.Prefix <= inner.Prefix && outer.Contains(inner.Base);
}

/// <summary>A network whose blocks were lifted.</summary>
/// <param name="Network">The network.</param>
/// <param name="At">When.</param>
internal sealed record LiftedNetwork(Cidr Network, DateTimeOffset At);

using PortSentry.Shared.Net;

namespace PortSentry.Shared.Orders;

/// <summary>The first line of a snapshot; a line a block follows (<see cref="SnapshotText"/>).</summary>
public sealed record SnapshotHead
{
    /// <summary>The order log it is of.</summary>
    public required string LogId { get; init; }

    /// <summary>The last order it holds.</summary>
    public required long Position { get; init; }

    /// <summary>The coordinator's clock when it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The digest of the book.</summary>
    public required string Digest { get; init; }

    /// <summary>How many blocks follow.</summary>
    public required int Blocks { get; init; }

    /// <summary>How sensors carry out orders.</summary>
    public required FleetPolicy Policy { get; init; }

    /// <summary>The fleet's ignore list.</summary>
    public required IReadOnlyList<Cidr> Ignored { get; init; }

    /// <summary>The addresses of sensors.</summary>
    public required IReadOnlyList<Address> Sensors { get; init; }

    /// <summary>The addresses of coordinators.</summary>
    public required IReadOnlyList<Address> Coordinators { get; init; }
}

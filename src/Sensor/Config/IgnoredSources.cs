using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>What an ignore file says.</summary>
/// <param name="Networks">Addresses and networks.</param>
/// <param name="Names">Names of hosts, whose addresses are looked up.</param>
/// <param name="Issues">Its bad lines.</param>
public sealed record IgnoredSources(IReadOnlyList<Cidr> Networks, IReadOnlyList<string> Names, IReadOnlyList<ConfigIssue> Issues)
{
    /// <summary>Nobody.</summary>
    public static IgnoredSources Nobody { get; } = new([], [], []);

    /// <summary>Why a file that is there could not be read, so that more may be ignored than this says; null when nothing of the kind happened.</summary>
    public string? Unread { get; init; }

    /// <summary>These and those.</summary>
    public IgnoredSources And(IgnoredSources other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new IgnoredSources([.. Networks, .. other.Networks], [.. Names, .. other.Names], [.. Issues, .. other.Issues]) { Unread = Unread ?? other.Unread };
    }
}

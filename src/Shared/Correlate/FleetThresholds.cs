namespace PortSentry.Shared.Correlate;

/// <summary>From when on evidence counts as a scan of the fleet.</summary>
public sealed record FleetThresholds
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>The thresholds where nobody asks for others.</summary>
    public static FleetThresholds Default { get; } = new();

    /// <summary>Contacts older than this no longer count, and for so long a rule is silent after its alarm; up to a year.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Distinct contacts (sensor and port) of one source that make a fleet scan; 2 to 64.</summary>
    public int FleetContacts { get; init; } = SequentialTest.FailuresToAlarm;

    /// <summary>Sensors that must have seen them: what one sensor sees is for its own trigger; 2 to 64.</summary>
    public int FleetSensors { get; init; } = 2;

    /// <summary>Sensors on which one source tries the same port in an address scan; 2 to 64.</summary>
    public int AddressSensors { get; init; } = 3;

    /// <summary>Within which time it does; up to a year.</summary>
    public TimeSpan AddressWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Sources of one prefix that share a coordinated scan; 2 to 64.</summary>
    public int CoordinatedSources { get; init; } = 4;

    /// <summary>Distinct contacts that they make together; 2 to 64.</summary>
    public int CoordinatedContacts { get; init; } = 8;

    /// <summary>The prefix by which IPv4 sources belong together; 8 to 31.</summary>
    public int PrefixIPv4 { get; init; } = 24;

    /// <summary>The prefix by which IPv6 sources belong together; 16 to 55.</summary>
    public int PrefixIPv6 { get; init; } = 48;

    /// <summary>What is wrong with them, a sentence each.</summary>
    public IEnumerable<string> Faults() => new[]
    {
        Within("window", Window),
        Within("fleetContacts", FleetContacts, 2, SourceEvidence.MaxContacts),
        Within("fleetSensors", FleetSensors, 2, SourceEvidence.MaxContacts),
        Within("addressSensors", AddressSensors, 2, SourceEvidence.MaxContacts),
        Within("addressWindow", AddressWindow),
        Within("coordinatedSources", CoordinatedSources, 2, PrefixEvidence.MaxContacts),
        Within("coordinatedContacts", CoordinatedContacts, 2, PrefixEvidence.MaxContacts),
        Within("prefixIPv4", PrefixIPv4, 8, 31),
        Within("prefixIPv6", PrefixIPv6, 16, SourceNetwork.WidestIPv6 - 1),
    }.OfType<string>();

    private static string? Within(string key, int value, int least, int most) =>
        value >= least && value <= most ? null : $"thresholds.{key} is {value}; {least} to {most} is allowed";

    private static string? Within(string key, TimeSpan value) =>
        value > TimeSpan.Zero && value <= Year ? null : $"thresholds.{key} is {value}; more than nothing, up to a year, is allowed";
}

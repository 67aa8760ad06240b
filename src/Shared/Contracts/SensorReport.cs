using System.Text.Json.Serialization;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Contracts;

/// <summary>What a sensor tells the coordinator and keeps until it is acknowledged.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "report", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(AlarmRaised), "alarm")]
[JsonDerivedType(typeof(ContactsSeen), "evidence")]
[JsonDerivedType(typeof(SourceHeld), "held")]
[JsonDerivedType(typeof(AlarmRetracted), "retracted")]
public abstract record SensorReport
{
    private protected SensorReport()
    {
    }

    /// <summary>Its number in the outbox, from 1.</summary>
    public required long Seq { get; init; }
}

/// <summary>A source crossed its scan trigger on one sensor.</summary>
public sealed record AlarmRaised : SensorReport
{
    /// <summary>The address that the probe came from.</summary>
    public required Address Source { get; init; }

    /// <summary>The network that it was counted by, and that a block of it would have.</summary>
    public required Cidr Network { get; init; }

    /// <summary>The mode that saw it.</summary>
    public required string Mode { get; init; }

    /// <summary>How it touched the port.</summary>
    public required ScanKind Kind { get; init; }

    /// <summary>The port whose touch raised the alarm.</summary>
    public required int Port { get; init; }

    /// <summary>Probes of the source within the window.</summary>
    public required int Probes { get; init; }

    /// <summary>When the first of them came, by the sensor's clock.</summary>
    public required DateTimeOffset FirstProbe { get; init; }

    /// <summary>When the alarm was raised, by the sensor's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True when the source's address is proven by a connection.</summary>
    public bool Proven { get; init; }

    /// <summary>What the sensor itself did: block, log-only, simulated, already-blocked.</summary>
    public required string Verdict { get; init; }

    /// <summary>True within BOOT_GRACE, when services may not be up yet: never a reason to block.</summary>
    public bool IsSettling { get; init; }
}

/// <summary>First contacts with tripwires, below the trigger or not, gathered for a moment.</summary>
public sealed record ContactsSeen : SensorReport
{
    /// <summary>Contacts in one report at the most.</summary>
    public const int MaxContacts = 500;

    /// <summary>The contacts, in the order of their time.</summary>
    public required IReadOnlyList<FirstContact> Contacts { get; init; }
}

/// <summary>A block of the sensor's own that the order list does not have: made just now, or found missing in a snapshot.</summary>
public sealed record SourceHeld : SensorReport
{
    /// <summary>What is blocked.</summary>
    public required Cidr Target { get; init; }

    /// <summary>Since when, by the sensor's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when, by the sensor's clock; none for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True when a person or program on the host asked for it, false for the sensor's own verdict.</summary>
    public required bool ByOperator { get; init; }

    /// <summary>True when it was asked for on the whole fleet.</summary>
    public bool ForFleet { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>Why, in a person's words; at most 500 characters.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>An alarm is taken back: the port that raised it turned out to be served.</summary>
public sealed record AlarmRetracted : SensorReport
{
    /// <summary>The network whose alarm it was.</summary>
    public required Cidr Network { get; init; }

    /// <summary>When it was taken back, by the sensor's clock.</summary>
    public required DateTimeOffset At { get; init; }
}

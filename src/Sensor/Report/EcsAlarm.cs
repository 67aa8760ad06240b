using System.Text.Json.Serialization;

namespace PortSentry.Sensor.Report;

/// <summary>An alarm with the field names of the Elastic Common Schema.</summary>
public sealed record EcsAlarm(
    [property: JsonPropertyName("@timestamp")] DateTimeOffset Timestamp,
    string Message,
    EcsVersion Ecs,
    EcsEvent Event,
    EcsSource Source,
    EcsDestination Destination,
    EcsNetwork Network,
    EcsRule Rule,
    EcsObserver Observer,
    EcsPortSentry Portsentry);

/// <summary>The schema's version.</summary>
public sealed record EcsVersion(string Version);

/// <summary>What happened; the outcome is missing where nothing was to be blocked, or what came of it is not known.</summary>
public sealed record EcsEvent(string Kind, IReadOnlyList<string> Category, IReadOnlyList<string> Type, string Action, string Module, string Dataset, string? Outcome, DateTimeOffset Start);

/// <summary>Where it came from.</summary>
public sealed record EcsSource(string Ip, int Port, string? Domain);

/// <summary>What it touched.</summary>
public sealed record EcsDestination(string Ip, int Port);

/// <summary>By which protocols.</summary>
public sealed record EcsNetwork(string Transport, string Type);

/// <summary>The scan's kind.</summary>
public sealed record EcsRule(string Name);

/// <summary>Who saw it.</summary>
public sealed record EcsObserver(string Type, string Product, string Version, string Hostname);

/// <summary>What the schema has no fields for.</summary>
public sealed record EcsPortSentry(string Mode, string Verdict, int Probes, bool IpOptions, string Network, DateTimeOffset? BlockedUntil);

/// <summary>Writes it without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EcsAlarm))]
internal sealed partial class EcsJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>One line of blocks.log: a block, or with <see cref="Lifted"/> its end. Fields are only ever added.</summary>
internal sealed record JournalEntry
{
    [JsonPropertyName("target")]
    public required string Target { get; init; }

    [JsonPropertyName("lifted")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Lifted { get; init; }

    /// <summary>True when it counts as never blocked.</summary>
    [JsonPropertyName("forgotten")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Forgotten { get; init; }

    [JsonPropertyName("since")]
    public DateTimeOffset Since { get; init; }

    [JsonPropertyName("until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Until { get; init; }

    [JsonPropertyName("origin")]
    public BlockOrigin Origin { get; init; }

    [JsonPropertyName("proven")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Proven { get; init; }

    [JsonPropertyName("ordered")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOrdered { get; init; }

    [JsonPropertyName("times")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Times { get; init; }

    [JsonPropertyName("reason")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [JsonPropertyName("alarm")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JournalAlarm? Alarm { get; init; }

    public static JournalEntry Of(Decide.Block block) => new()
    {
        Target = block.Target.ToString(),
        Since = block.Since,
        Until = block.Until,
        Origin = block.Origin,
        Proven = block.Proven,
        IsOrdered = block.IsOrdered,
        Times = block.Times,
        Reason = block.Reason,
        Alarm = block.Alarm is { } alarm
            ? new JournalAlarm(alarm.Source.ToString(), alarm.Mode, alarm.Kind, alarm.Port, alarm.FirstProbe, alarm.At)
            : null,
    };

    public static JournalEntry End(Cidr target, bool forgotten) => new() { Target = target.ToString(), Lifted = true, Forgotten = forgotten };

    public Decide.Block ToBlock(Cidr target) => new()
    {
        Target = target,
        Since = Since,
        Until = Until,
        Origin = Origin,
        Proven = Proven,
        IsOrdered = IsOrdered,
        Times = Times ?? 1,
        Reason = Reason ?? "",
        Alarm = Alarm is { } alarm && Address.TryParse(alarm.Source, out var source)
            ? new Alarm(source, alarm.Mode, alarm.Kind, alarm.Port, alarm.FirstProbe, alarm.At)
            : null,
    };
}

/// <summary>The alarm of a block as blocks.log keeps it.</summary>
internal sealed record JournalAlarm(string Source, string Mode, ScanKind Kind, ushort Port, DateTimeOffset FirstProbe, DateTimeOffset At);

/// <summary>Writes and reads lines of blocks.log without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace PortSentry.Coordinator.Decide;

/// <summary>Writes and reads what operators set: the policy. A key that no policy has is refused: it would be a setting that does nothing. Extend only: fields are added, never renamed.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecisionPolicy))]
public sealed partial class DecideJson : JsonSerializerContext;

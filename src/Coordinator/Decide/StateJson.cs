using System.Text.Json.Serialization;
using PortSentry.Shared.Correlate;

namespace PortSentry.Coordinator.Decide;

/// <summary>Writes and reads what the leader keeps of networks. Extend only: fields are added, never renamed.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KnownSource))]
[JsonSerializable(typeof(PrefixEvidence))]
[JsonSerializable(typeof(LiftedNetworks))]
[JsonSerializable(typeof(OwnerShard))]
internal sealed partial class StateJson : JsonSerializerContext;

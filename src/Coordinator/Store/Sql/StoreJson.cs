using System.Text.Json.Serialization;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Writes and reads the bodies that columns hold. Extend only: old rows stay readable.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<SensorReport>))]
[JsonSerializable(typeof(OperatorCommand))]
[JsonSerializable(typeof(CommandOutcome))]
[JsonSerializable(typeof(FleetOrder))]
[JsonSerializable(typeof(FleetPolicy))]
[JsonSerializable(typeof(BlockList))]
[JsonSerializable(typeof(TargetState))]
[JsonSerializable(typeof(OrdersApplied))]
[JsonSerializable(typeof(SensorStatus))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class StoreJson : JsonSerializerContext;

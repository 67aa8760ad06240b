using System.Text.Json.Serialization;
using PortSentry.Shared.Orders;

namespace PortSentry.Shared.Contracts;

/// <summary>Writes and reads what sensors and coordinators say to each other, without reflection. Extend only: fields are added, never renamed.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportBatch))]
[JsonSerializable(typeof(ReportReceipt))]
[JsonSerializable(typeof(SensorReport))]
[JsonSerializable(typeof(SensorStatus))]
[JsonSerializable(typeof(OrdersApplied))]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(AuthoritiesAnswer))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(LinkRefusal))]
[JsonSerializable(typeof(SensorGreeting))]
[JsonSerializable(typeof(StreamPing))]
[JsonSerializable(typeof(SnapshotWanted))]
[JsonSerializable(typeof(FleetOrder))]
[JsonSerializable(typeof(LoggedOrder))]
[JsonSerializable(typeof(SnapshotHead))]
public sealed partial class WireJson : JsonSerializerContext;

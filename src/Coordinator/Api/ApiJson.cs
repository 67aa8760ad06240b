using System.Text.Json;
using System.Text.Json.Serialization;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Api;

/// <summary>Writes and reads what operators see and ask. Extend only.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    Converters = [typeof(ScanKindJsonConverter)],
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperatorRequest))]
[JsonSerializable(typeof(OperatorAnswer))]
[JsonSerializable(typeof(IReadOnlyList<SensorView>))]
[JsonSerializable(typeof(IReadOnlyList<BlockView>))]
[JsonSerializable(typeof(IReadOnlyList<TokenView>))]
[JsonSerializable(typeof(IReadOnlyList<AuthorityView>))]
[JsonSerializable(typeof(IReadOnlyList<AlarmRow>))]
[JsonSerializable(typeof(IReadOnlyList<MemberRow>))]
[JsonSerializable(typeof(IReadOnlyList<AuditRow>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(SourceView))]
[JsonSerializable(typeof(SensorDetail))]
[JsonSerializable(typeof(Page<SensorView>))]
[JsonSerializable(typeof(Page<BlockView>))]
[JsonSerializable(typeof(Page<AlarmRow>))]
[JsonSerializable(typeof(Page<DecisionRow>))]
[JsonSerializable(typeof(Page<AuditRow>))]
[JsonSerializable(typeof(IReadOnlyList<SearchHit>))]
[JsonSerializable(typeof(FleetNow))]
[JsonSerializable(typeof(FleetFigures))]
[JsonSerializable(typeof(AlarmsCame))]
[JsonSerializable(typeof(BlocksChanged))]
[JsonSerializable(typeof(SensorsTurned))]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(AlarmRow))]
[JsonSerializable(typeof(IReadOnlyList<UserView>))]
[JsonSerializable(typeof(IReadOnlyList<ApiTokenView>))]
[JsonSerializable(typeof(AddBlock))]
[JsonSerializable(typeof(ExtendBlock))]
[JsonSerializable(typeof(ChangeIgnored))]
[JsonSerializable(typeof(ChangePolicy))]
[JsonSerializable(typeof(SimulateOrders))]
[JsonSerializable(typeof(AddToken))]
[JsonSerializable(typeof(LabelSensor))]
[JsonSerializable(typeof(RollAuthority))]
[JsonSerializable(typeof(InviteUser))]
[JsonSerializable(typeof(ChangeRole))]
[JsonSerializable(typeof(AddApiToken))]
[JsonSerializable(typeof(IReadOnlyList<BouncerView>))]
[JsonSerializable(typeof(AddBouncer))]
[JsonSerializable(typeof(AddList))]
[JsonSerializable(typeof(RefreshList))]
[JsonSerializable(typeof(IReadOnlyList<BlockListView>))]
[JsonSerializable(typeof(TestNotification))]
[JsonSerializable(typeof(IReadOnlyList<NotificationView>))]
[JsonSerializable(typeof(FeedEntry))]
[JsonSerializable(typeof(MemoryView))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The same, written for people.</summary>
    public static ApiJson Indented { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ScanKindJsonConverter(), new JsonStringEnumConverter<Shared.Orders.FleetRole>() },
    });
}

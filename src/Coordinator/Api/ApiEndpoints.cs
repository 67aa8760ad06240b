using System.Text.Json.Serialization.Metadata;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>The questions of <c>/api/v1</c>: the same for the console's programs and for the command line.</summary>
internal sealed class ApiEndpoints(QueryDesk queries, ChangeDesk changes, AuthorityDesk authorities, AccountDesk accounts)
{
    private static readonly ApiParameter[] Paged = [new("cursor", "the page: a cursor of the answer before, or last"), new("max", "rows at the most, 1 to 1000 (100)")];
    private static readonly ApiParameter[] Times = [new("since", "not earlier than this moment"), new("until", "earlier than this moment")];

    /// <summary>Serves them all.</summary>
    public void Map(WebApplication app, Func<HttpContext, Caller> callerOf)
    {
        MapFleet(app);
        MapHistory(app);
        MapAccounts(app, callerOf);
        new ChangeEndpoints(changes, callerOf).Map(app);
    }

    private void MapFleet(WebApplication app)
    {
        var events = new EventStream(queries.Watch);
        app.MapGet("/api/v1/events", (HttpContext http, CancellationToken cancel) => events.WriteAsync(http)).WithSummary("What happens in the fleet, as it happens: server-sent events now, alarms, blocks, sensors and ping").Produces<FleetFigures>(StatusCodes.Status200OK, "text/event-stream");
        Get(app, "now", "The fleet at a glance", (_, _) => Task.FromResult(queries.Now), ApiJson.Default.FleetNow);
        Get(
            app,
            "sensors",
            "The sensors, by name",
            (query, cancel) => queries.SensorsAsync(new SensorFilter { Text = query.Text("text"), State = query.Text("state"), Version = query.Text("version") }, query.Page, cancel),
            ApiJson.Default.PageSensorView).Takes([new("text", "a part of the name, of a label or of an address"), new("state", "up, behind, down or revoked"), new("version", "of this version"), .. Paged]);
        var feed = new FeedEndpoint(queries);
        app.MapGet("/api/v1/feeds/blocks.{form}", (HttpContext http, string form, CancellationToken cancel) => feed.AnswerAsync(http, form, cancel)).WithSummary("The blocks in force, by address, for firewalls that pull: txt, csv or json")
            .Takes([new("family", "4 or 6; both when none is named"), new("proven", "true: only those whose address is proven"), new("max", "blocks at the most, 1 to 1000000: the latest")]);
        app.MapGet("/api/v1/sensors/{name}", (HttpContext http, string name, CancellationToken cancel) => ApiResult.GuardAsync(http, async _ =>
            await queries.SensorAsync(name, cancel).ConfigureAwait(false) is { } sensor
                ? ApiResult.Of(sensor, ApiJson.Default.SensorDetail)
                : ApiResult.Problem(StatusCodes.Status404NotFound, $"no sensor is named {name}"))).Produces<SensorDetail>().WithSummary("One sensor with its latest history");
        Get(app, "members", "The coordinators", (_, cancel) => queries.MembersAsync(cancel), ApiJson.Default.IReadOnlyListMemberRow);
        Get(app, "bouncers", "The keys of CrowdSec's bouncers, with who uses them", (_, cancel) => changes.Bouncers.ListAsync(cancel), ApiJson.Default.IReadOnlyListBouncerView);
        Get(app, "tokens", "The tokens that enrol sensors", (_, cancel) => queries.TokensAsync(cancel), ApiJson.Default.IReadOnlyListTokenView);
        Get(app, "authorities", "The fleet's certificate authorities", (_, cancel) => authorities.ListAsync(cancel), ApiJson.Default.IReadOnlyListAuthorityView);
        Get(app, "ignored", "The ignore list", (_, cancel) => queries.IgnoredAsync(cancel), ApiJson.Default.IReadOnlyListString);
        Get(app, "lists", "The block lists, by name", (_, cancel) => queries.ListsAsync(cancel), ApiJson.Default.IReadOnlyListBlockListView);
        Get(app, "notifications", "Whom the coordinators tell, and what has come of it", (_, cancel) => changes.Notifications.ListAsync(cancel), ApiJson.Default.IReadOnlyListNotificationView);
        Get(app, "policy", "How decisions are made", (_, cancel) => queries.PolicyAsync(cancel), ApiJson.Default.String);
        Get(app, "search", "Where a text leads", (query, _) => Task.FromResult(queries.Search(query.Text("text") ?? "")), ApiJson.Default.IReadOnlyListSearchHit).Takes([new("text", "an address, a network, a port, a kind or a part of a sensor's name")]);
        Get(app, "memory", "The memory of this coordinator, for those who measure it", (query, _) => Task.FromResult(MemoryView.Now(query.Truth("collect") ?? false)), ApiJson.Default.MemoryView).Takes([new("collect", "true: after a full collection")]);
    }

    private void MapHistory(WebApplication app)
    {
        Get(
            app,
            "blocks",
            "The blocks of the fleet",
            (query, cancel) => queries.BlocksAsync(BlocksOf(query), query.Page, cancel),
            ApiJson.Default.PageBlockView).Takes([new("network", "of this network, around it or within it"), new("origin", "operator, coordinator or list"), new("proven", "true or false"), new("port", "led to by an alarm of this port"), new("reason", "words of the reason"), new("sort", "latest, endsSoonest or target"), .. Paged]);
        Get(
            app,
            "alarms",
            "The alarms of the sensors and of the fleet, the latest first",
            (query, cancel) => queries.AlarmsAsync(AlarmsOf(query), query.Page, cancel),
            ApiJson.Default.PageAlarmRow).Takes([new("network", "of sources within this network"), new("sensor", "of this sensor"), new("port", "of this port"), new("kind", "of this scan kind"), new("what", "port-scan, fleet-scan, address-scan, coordinated-scan or fleet-host"), .. Times, .. Paged]);
        Get(
            app,
            "decisions",
            "What was decided, the latest first",
            (query, cancel) => queries.DecisionsAsync(new DecisionFilter { Within = query.Network("network"), What = query.Text("what"), Who = query.Text("who"), Since = query.Moment("since"), Until = query.Moment("until") }, query.Page, cancel),
            ApiJson.Default.PageDecisionRow).Takes([new("network", "on this network or within it"), new("what", "block, extend, unblock, spare or keep"), new("who", "by this operator, or coordinator"), .. Times, .. Paged]);
        Get(
            app,
            "audit",
            "Who changed what, and why, the latest first",
            (query, cancel) => queries.AuditAsync(new AuditFilter { Who = query.Text("who"), Text = query.Text("text"), Since = query.Moment("since"), Until = query.Moment("until") }, query.Page, cancel),
            ApiJson.Default.PageAuditRow).Takes([new("who", "by this operator"), new("text", "words of what was done, or of why"), .. Times, .. Paged]);
        app.MapGet("/api/v1/sources/{**target}", (HttpContext http, string target, CancellationToken cancel) => ApiResult.GuardAsync(http, async _ =>
            Cidr.TryParse(target, out var network)
                ? ApiResult.Of(await queries.SourceAsync(network, cancel).ConfigureAwait(false), ApiJson.Default.SourceView)
                : ApiResult.Problem(StatusCodes.Status400BadRequest, $"'{target}' is no address or network"))).Produces<SourceView>().WithSummary("Everything that is known of an address or network");
    }

    private void MapAccounts(WebApplication app, Func<HttpContext, Caller> callerOf)
    {
        app.MapGet("/api/v1/users", (HttpContext http, CancellationToken cancel) => ApiResult.GuardAsync(http, async _ => callerOf(http).Can(Permission.Users)
            ? ApiResult.Of(await accounts.UsersAsync(cancel).ConfigureAwait(false), ApiJson.Default.IReadOnlyListUserView)
            : ApiResult.Problem(StatusCodes.Status403Forbidden, "it needs the permission users"))).Produces<IReadOnlyList<UserView>>().WithSummary("The users");
        app.MapGet("/api/v1/api-tokens", (HttpContext http, CancellationToken cancel) => ApiResult.GuardAsync(http, async _ =>
            ApiResult.Of(await accounts.ApiTokensAsync(callerOf(http), cancel).ConfigureAwait(false), ApiJson.Default.IReadOnlyListApiTokenView))).Produces<IReadOnlyList<ApiTokenView>>().WithSummary("The caller's API tokens, or everybody's");
    }

    private static RouteHandlerBuilder Get<T>(WebApplication app, string path, string words, Func<ApiQuery, CancellationToken, Task<T>> find, JsonTypeInfo<T> type) =>
        app.MapGet($"/api/v1/{path}", (HttpContext http, CancellationToken cancel) => ApiResult.GuardAsync(http, async query =>
        {
            var value = await find(query, cancel).ConfigureAwait(false);
            return query.Faults.Count > 0 ? ApiResult.Problem(StatusCodes.Status400BadRequest, string.Join("; ", query.Faults)) : ApiResult.Of(value, type);
        })).Produces<T>().WithSummary(words);

    /// <summary>The filter of blocks that a question names.</summary>
    public static BlockFilter BlocksOf(ApiQuery query) => new()
    {
        Overlaps = query.Network("network"),
        Origin = query.Text("origin"),
        Proven = query.Truth("proven"),
        Port = query.Number("port", 0, ushort.MaxValue),
        Reason = query.Text("reason"),
        Sort = query.Sort("sort"),
    };

    /// <summary>The filter of alarms that a question names.</summary>
    public static AlarmFilter AlarmsOf(ApiQuery query) => new()
    {
        Within = query.Network("network"),
        Sensor = query.Text("sensor"),
        Port = query.Number("port", 0, ushort.MaxValue),
        Kind = query.Kind("kind"),
        What = query.Text("what"),
        Since = query.Moment("since"),
        Until = query.Moment("until"),
    };
}

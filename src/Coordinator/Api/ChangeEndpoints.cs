using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Coordinator.Accounts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>The changes of <c>/api/v1</c>, at the routes that <see cref="ApiRoute"/> names: a change is the body, or is told by the path, with its reason in the query.</summary>
internal sealed class ChangeEndpoints(ChangeDesk changes, Func<HttpContext, Caller> callerOf)
{
    private const string Prefix = "/api/v1/";

    /// <summary>Serves them all.</summary>
    public void Map(WebApplication app)
    {
        Body(app.MapPost, "blocks", "Block a target on every sensor", ApiJson.Default.AddBlock);
        Body(app.MapPost, "blocks/extend", "Let a block last longer", ApiJson.Default.ExtendBlock);
        Path(app, "blocks/{**target}", "Lift the blocks of a target and within it, on every sensor", target => Cidr.TryParse(target, out var network) ? new RemoveBlock(network) : null);
        app.MapDelete(Prefix + "blocks", (HttpContext http, CancellationToken cancel) => ApiResult.GuardAsync(http, query => CarryOutAsync(http, new RemoveAllBlocks { Reason = query.Text("reason") ?? "" }, cancel))).Describe("Lift every block");
        Body(app.MapPost, "ignored", "Change the ignore list", ApiJson.Default.ChangeIgnored);
        Body(app.MapPut, "policy", "Decide by this policy from now on", ApiJson.Default.ChangePolicy);
        Body(app.MapPost, "simulate", "Let the fleet simulate, or block again", ApiJson.Default.SimulateOrders);
        Body(app.MapPost, "lists", "Block what a list names, on every sensor: text or entries are imported, url is fetched every everySeconds (3600)", ApiJson.Default.AddList);
        Body(app.MapPost, "lists/refresh", "Fetch a list now, and block by it again where all blocks were lifted", ApiJson.Default.RefreshList);
        Path(app, "lists/{name}", "Take a list away, which lifts its blocks", name => new RemoveList(name));
        Body(app.MapPost, "notifications/test", "Send a test message to a target of notifications, and say what it answered", ApiJson.Default.TestNotification);
        Body(app.MapPost, "tokens", "Make a token that enrols sensors", ApiJson.Default.AddToken);
        Path(app, "tokens/{name}", "Take a token away", name => new RemoveToken(name));
        Body(app.MapPost, "sensors/labels", "Give a sensor other labels", ApiJson.Default.LabelSensor);
        Path(app, "sensors/{name}", "Revoke a sensor", name => new RevokeSensor(name));
        Body(app.MapPost, "authorities", "Sign with a new authority from now on", ApiJson.Default.RollAuthority);
        Path(app, "authorities/{name}", "Trust an authority no longer", name => new RetireAuthority(name));
        Body(app.MapPost, "users", "Invite somebody, or let a user choose another password", ApiJson.Default.InviteUser);
        Body(app.MapPost, "users/role", "Give a user another role", ApiJson.Default.ChangeRole);
        Path(app, "users/{name}", "Take a user away", name => new RemoveUser(name));
        Path(app, "users/{name}/code", "Ask a user for no one-time codes any more", name => new RemoveTotp(name));
        Body(app.MapPost, "api-tokens", "Make a bearer token for a program", ApiJson.Default.AddApiToken);
        Path(app, "api-tokens/{name}", "Take a bearer token away", name => new RemoveApiToken(name));
        Body(app.MapPost, "bouncers", "Make a key for a bouncer of CrowdSec", ApiJson.Default.AddBouncer);
        Path(app, "bouncers/{name}", "Take a bouncer's key away", name => new RemoveBouncer(name));
    }

    private void Body<T>(Func<string, Delegate, RouteHandlerBuilder> map, string path, string words, JsonTypeInfo<T> type)
        where T : OperatorRequest =>
        map(Prefix + path, (HttpContext http, CancellationToken cancel) => ApiResult.GuardAsync(http, async _ =>
            await CarryOutAsync(http, await JsonSerializer.DeserializeAsync(http.Request.Body, type, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false)))
            .Accepts<T>("application/json").Describe(words);

    private void Path(WebApplication app, string path, string words, Func<string, OperatorRequest?> change) =>
        app.MapDelete(Prefix + path, (HttpContext http, CancellationToken cancel) => ApiResult.GuardAsync(http, async query =>
        {
            var named = http.GetRouteValue("name") as string ?? http.GetRouteValue("target") as string ?? "";
            return change(named) is { } request
                ? await CarryOutAsync(http, request with { Reason = query.Text("reason") ?? "" }, cancel).ConfigureAwait(false)
                : ApiResult.Problem(StatusCodes.Status400BadRequest, $"'{named}' is no address or network");
        })).Describe(words).Takes(new ApiParameter("reason", "why, for the audit log"));

    // Who asks is known, and why may be left out.
    private async Task<IResult> CarryOutAsync(HttpContext http, OperatorRequest? request, CancellationToken cancel)
    {
        var caller = callerOf(http);
        var named = request is null ? null : request with { Who = caller.Name, Reason = request.Reason ?? "" };
        return ApiResult.Of(await changes.CarryOutAsync(named, caller, cancel).ConfigureAwait(false));
    }
}

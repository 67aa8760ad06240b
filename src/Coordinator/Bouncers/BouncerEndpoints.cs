using System.Net;
using System.Text.Json;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Bouncers;

/// <summary>What CrowdSec's bouncers ask: changes since they asked last, or what is decided about one address. Answers are as CrowdSec's local API gives them; who has no key gets 403.</summary>
internal sealed class BouncerEndpoints(ActorRef<BouncerMessage> bouncers, IBouncerStore keys, QueryDesk queries, TimeProvider time)
{
    private const int LongestAgent = 100;
    private const string KeyHeader = "X-Api-Key";
    // The Lua bouncer compares the body with this, and takes the first of anything else.
    private const string None = "null";
    private const string JsonType = "application/json";
    private static readonly string[] Head = [HttpMethods.Head];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Serves them all.</summary>
    public void Map(WebApplication app)
    {
        app.MapGet("/health", (CancellationToken _) => Results.Json(new BouncerHealth("up"), BouncerJson.Default.BouncerHealth));
        foreach (var path in new[] { "/v1/decisions", "/v1/decisions/stream" })
            app.MapMethods(path, Head, (HttpContext http, CancellationToken cancel) => GuardAsync(http, _ => Task.FromResult(Results.Ok()), cancel));
        app.MapGet("/v1/decisions/stream", (HttpContext http, CancellationToken cancel) => GuardAsync(http, bouncer => StreamAsync(http, bouncer, cancel), cancel));
        app.MapGet("/v1/decisions", (HttpContext http, CancellationToken cancel) => GuardAsync(http, _ => DecisionsAsync(http, cancel), cancel));
        app.MapPost("/v1/usage-metrics", (HttpContext http, CancellationToken cancel) => GuardAsync(http, _ => TakeMetricsAsync(http, cancel), cancel));
    }

    private async Task<IResult> GuardAsync(HttpContext http, Func<BouncerRow, Task<IResult>> answer, CancellationToken cancel)
    {
        try
        {
            var key = http.Request.Headers[KeyHeader].ToString();
            // Found by its hash: how long that takes says nothing of the key. 256 random bits are not guessed.
            return key.Length > 0 && await keys.FindAsync(Secret.Hash(key), cancel).ConfigureAwait(false) is { } bouncer
                ? await answer(bouncer).ConfigureAwait(false)
                : Problem(StatusCodes.Status403Forbidden, "access forbidden");
        }
        catch (Exception failure) when (failure is StoreUnavailableException or TimeoutException)
        {
            return Problem(StatusCodes.Status500InternalServerError, "the database is away");
        }
    }

    private async Task<IResult> StreamAsync(HttpContext http, BouncerRow bouncer, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<PulledDecisions>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isStartup = bool.TryParse(http.Request.Query["startup"], out var starts) && starts;
        if (!bouncers.Tell(new PullDecisions(bouncer.Name, AddressOf(http), AgentOf(http), isStartup, answer)))
            return Problem(StatusCodes.Status503ServiceUnavailable, "the coordinator has too much to do");

        var (told, wish) = (await answer.Task.WaitAsync(Patience, time, cancel).ConfigureAwait(false), BouncerWish.Of(http.Request.Query));
        var wanted = new BouncerStream([.. told.Stream.New.Where(one => BouncerRules.Wants(wish, one))], [.. told.Stream.Deleted.Where(one => BouncerRules.Wants(wish, one))]);
        http.Response.ContentType = JsonType;
        await JsonSerializer.SerializeAsync(http.Response.Body, wanted, BouncerJson.Default.BouncerStream, cancel).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        // Before the answer ends, so that the next question finds it.
        bouncers.Tell(new PlaceReached(told.Place));
        return Results.Empty;
    }

    private async Task<IResult> DecisionsAsync(HttpContext http, CancellationToken cancel)
    {
        var query = http.Request.Query;
        var (now, wish) = (time.GetUtcNow(), BouncerWish.Of(query));
        if (!TryTarget(query, out var target, out var fault))
            return Problem(StatusCodes.Status400BadRequest, fault);
        if (queries.IsSimulating || (query["type"].ToString() is { Length: > 0 } type && type != "ban"))
            return Results.Text(None, JsonType);

        var entries = target is { } network
            ? (await queries.AroundAsync(network, cancel).ConfigureAwait(false)).Where(entry => IsAbout(entry, network, query))
            : await queries.InForceAsync(cancel).ConfigureAwait(false);
        var most = int.TryParse(query["limit"], out var limit) && limit > 0 ? limit : int.MaxValue;
        IReadOnlyList<BouncerDecision> found = [.. entries.Select(entry => BouncerRules.Decision(entry, now)).Where(one => BouncerRules.Wants(wish, one)).Take(most)];
        return found.Count == 0 ? Results.Text(None, JsonType) : Results.Json(found, BouncerJson.Default.IReadOnlyListBouncerDecision);
    }

    /// <summary>Decisions on a network are those that contain it, or lie within it where contains is false; those of a scope and a value are of exactly that.</summary>
    private static bool IsAbout(BlockEntry entry, Cidr network, IQueryCollection query)
    {
        if (query.ContainsKey("value"))
            return entry.Order.Target == network;
        // They overlap: the one with the shorter prefix holds the other.
        return query["contains"] == "false" ? network.Prefix <= entry.Order.Target.Prefix : entry.Order.Target.Prefix <= network.Prefix;
    }

    private static bool TryTarget(IQueryCollection query, out Cidr? target, out string fault)
    {
        (target, fault) = (null, "");
        foreach (var name in new[] { "ip", "range", "value" })
        {
            if (query[name].ToString() is not { Length: > 0 } text)
                continue;
            if (!Cidr.TryParse(text, out var network))
            {
                fault = $"{name}: '{text}' is no address or network";
                return false;
            }

            target = network;
        }

        return true;
    }

    // They are CrowdSec's business; a bouncer that cannot leave them complains.
    private static async Task<IResult> TakeMetricsAsync(HttpContext http, CancellationToken cancel)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, cancel).ConfigureAwait(false);
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    private static string AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    private static string AgentOf(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        return new string([.. agent.Take(LongestAgent).Where(letter => letter is > ' ' and < '\x7f')]);
    }

    private static IResult Problem(int status, string message) => Results.Json(new BouncerProblem(message), BouncerJson.Default.BouncerProblem, statusCode: status);
}

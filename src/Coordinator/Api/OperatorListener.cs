using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>Serves operators' questions and changes at <c>/api/v1</c> on the control socket, which only its owner can open.</summary>
internal sealed class OperatorListener(QueryDesk queries, ChangeDesk changes, AuthorityDesk authorities, IStore store)
{
    private const int MaxBody = 1024 * 1024;
    private const int Most = 200;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Listens; a socket that a dead process left behind is replaced.</summary>
    public async Task<WebApplication> StartAsync(string socket, ILoggerProvider log, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        File.Delete(socket);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        Map(app);
        await app.StartAsync(cancel).ConfigureAwait(false);
        File.SetUnixFileMode(socket, OwnerOnly);
        return app;
    }

    private void Map(WebApplication app)
    {
        Get(app, "sensors", http => queries.SensorsAsync(http.RequestAborted), ApiJson.Default.IReadOnlyListSensorView);
        Get(app, "blocks", http => queries.BlocksAsync(http.RequestAborted), ApiJson.Default.IReadOnlyListBlockView);
        Get(app, "ignored", http => queries.IgnoredAsync(http.RequestAborted), ApiJson.Default.IReadOnlyListString);
        Get(app, "policy", http => queries.PolicyAsync(http.RequestAborted), ApiJson.Default.String);
        Get(app, "source", http => queries.SourceAsync(Cidr.Parse(http.Request.Query["target"].ToString()), http.RequestAborted), ApiJson.Default.SourceView);
        Get(app, "alarms", http => store.ListAlarmsAsync(new AlarmFilter { Max = Most }, http.RequestAborted), ApiJson.Default.IReadOnlyListAlarmRow);
        Get(app, "tokens", http => queries.TokensAsync(http.RequestAborted), ApiJson.Default.IReadOnlyListTokenView);
        Get(app, "members", http => store.ListMembersAsync(http.RequestAborted), ApiJson.Default.IReadOnlyListMemberRow);
        Get(app, "audit", http => store.ListAuditAsync(new AuditFilter { Page = Keyset.First with { Max = Most } }, http.RequestAborted), ApiJson.Default.IReadOnlyListAuditRow);
        Get(app, "authorities", http => authorities.ListAsync(http.RequestAborted), ApiJson.Default.IReadOnlyListAuthorityView);
        Get(app, "memory", http => Task.FromResult(MemoryView.Now(http.Request.Query["collect"] == "true")), ApiJson.Default.MemoryView);
        app.MapPost("/api/v1/changes", http => GuardAsync(http, async () =>
        {
            var request = await JsonSerializer.DeserializeAsync(http.Request.Body, ApiJson.Default.OperatorRequest, http.RequestAborted).ConfigureAwait(false);
            await WriteAsync(http, await changes.CarryOutAsync(request, Caller.AtSocket(request?.Who ?? ""), http.RequestAborted).ConfigureAwait(false), ApiJson.Default.OperatorAnswer).ConfigureAwait(false);
        }));
    }

    private static void Get<T>(WebApplication app, string path, Func<HttpContext, Task<T>> find, JsonTypeInfo<T> type) =>
        app.MapGet($"/api/v1/{path}", http => GuardAsync(http, async () => await WriteAsync(http, await find(http).ConfigureAwait(false), type).ConfigureAwait(false)));

    private static async Task GuardAsync(HttpContext http, Func<Task> handler)
    {
        try
        {
            await handler().ConfigureAwait(false);
        }
        catch (StoreUnavailableException failure)
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, $"the database is away: {failure.Message}").ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or FormatException)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "this version of the coordinator does not know that request").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The command went away.
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, new OperatorAnswer { Error = why }, ApiJson.Default.OperatorAnswer);
    }

    private static Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, type, http.RequestAborted);
    }
}

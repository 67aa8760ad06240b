using Microsoft.AspNetCore.Server.Kestrel.Core;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Metrics;

namespace PortSentry.Coordinator.Api;

/// <summary>Serves operators' questions and changes at <c>/api/v1</c> on the control socket, which only its owner can open.</summary>
internal sealed class OperatorListener(ApiEndpoints api)
{
    /// <summary>The header that says who asks, at the control socket alone.</summary>
    public const string WhoHeader = "X-Portsentry-Who";

    private const int MaxBody = 8 * 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where requests are counted.</summary>
    public RequestCounts Requests { get; init; } = new();

    /// <summary>Listens; a socket that a dead process left behind is replaced.</summary>
    public async Task<WebApplication> StartAsync(string socket, ILoggerProvider log, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        File.Delete(socket);
        var builder = WebServer.Make(log, kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
        });
        ApiDocument.Add(builder.Services);
        var app = builder.Build();
        Requests.Follow(app, "control");
        ApiResult.UseProblems(app);
        api.Map(app, CallerOf);
        await app.StartAsync(cancel).ConfigureAwait(false);
        File.SetUnixFileMode(socket, OwnerOnly);
        return app;
    }

    private static Caller CallerOf(HttpContext http) => Caller.AtSocket(http.Request.Headers[WhoHeader].ToString());
}

using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PortSentry.Shared.Metrics;

namespace PortSentry.Coordinator.Metrics;

/// <summary>Serves <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c> to whoever reaches it, 32 connections at a time.</summary>
internal sealed class MetricsServer(MetricsDesk desk)
{
    private const int MaxConnections = 32;
    private const string Plain = "text/plain; charset=utf-8";
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(20);

    /// <summary>Listens.</summary>
    public async Task<WebApplication> StartAsync(IPEndPoint endPoint, ILoggerProvider log, CancellationToken cancel)
    {
        var builder = WebServer.Make(log, kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.RequestHeadersTimeout = RequestPatience;
            kestrel.Limits.KeepAliveTimeout = IdlePatience;
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.MapGet("/metrics", async (CancellationToken gone) => Results.Text(MetricsText.Of(await desk.ListAsync(gone).ConfigureAwait(false)), MetricsText.MediaType));
        app.MapGet("/healthz", async (CancellationToken gone) => Health(await desk.FindDeathAsync(gone).ConfigureAwait(false)));
        app.MapGet("/readyz", (CancellationToken _) => Health(desk.Unready));
        await app.StartAsync(cancel).ConfigureAwait(false);
        return app;
    }

    private static IResult Health(string? problem) =>
        Results.Text($"{problem ?? "ok"}\n", Plain, statusCode: problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}

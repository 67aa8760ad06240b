using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PortSentry.Coordinator.Metrics;

namespace PortSentry.Coordinator.Bouncers;

/// <summary>Serves the part of CrowdSec's local API that its bouncers use, over plain HTTP as CrowdSec does.</summary>
internal sealed class BouncerListener(BouncerEndpoints endpoints)
{
    private const int MaxConnections = 1000;
    private const int MaxBody = 256 * 1024;
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdlePatience = TimeSpan.FromMinutes(2);

    /// <summary>Where requests are counted.</summary>
    public RequestCounts Requests { get; init; } = new();

    /// <summary>Listens.</summary>
    public async Task<WebApplication> StartAsync(IPEndPoint endPoint, ILoggerProvider log, CancellationToken cancel)
    {
        var builder = WebServer.Make(log, kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.RequestHeadersTimeout = RequestPatience;
            kestrel.Limits.KeepAliveTimeout = IdlePatience;
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        Requests.Follow(app, "crowdsec");
        endpoints.Map(app);
        await app.StartAsync(cancel).ConfigureAwait(false);
        return app;
    }
}

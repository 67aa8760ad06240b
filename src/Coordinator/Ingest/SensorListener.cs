using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using PortSentry.Coordinator.Metrics;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Serves sensors at <c>/sensor/v1</c> over HTTP/2 and TLS 1.3. The handshake asks for a certificate and takes any, or none: what is refused is told in an answer, so that a refused sensor can tell its operator why.</summary>
internal sealed class SensorListener(EnrolEndpoint enrol, ReportEndpoint reports, StreamEndpoint streams, ListenerCertificate certificate)
{
    private const int MaxBody = 1024 * 1024 + 4096;
    private const int MaxStreams = 16;

    // A whole fleet may come back at once; the kernel lowers it to net.core.somaxconn.
    private const int Backlog = 4096;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    // As long as a sensor waits: handshakes that begin together end together, half a minute later for a fleet of 10,000 on two cores, and what is broken off is only done again.
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(60);

    /// <summary>Where requests are counted.</summary>
    public RequestCounts Requests { get; init; } = new();

    /// <summary>Listens.</summary>
    public async Task<WebApplication> StartAsync(IPEndPoint endPoint, ILoggerProvider log, CancellationToken cancel)
    {
        var builder = WebServer.Make(log, kestrel => Configure(kestrel, endPoint));
        builder.WebHost.UseKestrelHttpsConfiguration().UseSockets(sockets => sockets.Backlog = Backlog);
        var app = builder.Build();
        Requests.Follow(app, "sensors");
        app.MapGet("/sensor/v1/authorities", http => LinkAnswer.GuardAsync(http, enrol.AuthoritiesAsync));
        app.MapPost("/sensor/v1/enroll", http => LinkAnswer.GuardAsync(http, enrol.EnrolAsync));
        app.MapPost("/sensor/v1/renew", http => LinkAnswer.GuardAsync(http, enrol.RenewAsync));
        app.MapPost("/sensor/v1/reports", http => LinkAnswer.GuardAsync(http, reports.HandleAsync));
        app.MapGet("/sensor/v1/orders", http => LinkAnswer.GuardAsync(http, streams.FollowAsync));
        app.MapGet("/sensor/v1/snapshot", http => LinkAnswer.GuardAsync(http, streams.SnapshotAsync));
        await app.StartAsync(cancel).ConfigureAwait(false);
        return app;
    }

    private void Configure(KestrelServerOptions kestrel, IPEndPoint endPoint)
    {
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        // An order stream is quiet for long, and a sensor's link may be slow: neither is a reason to end it.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
        kestrel.Limits.Http2.KeepAlivePingDelay = KeepAlive;
        kestrel.Limits.Http2.KeepAlivePingTimeout = KeepAlive;
        kestrel.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = HandshakePatience,
                OnConnection = _ => ValueTask.FromResult(Handshake()),
            });
            listen.Use(next => connection => WholeRecords.ServeAsync(connection, next));
        });
    }

    private SslServerAuthenticationOptions Handshake() => new()
    {
        ServerCertificateContext = certificate.Context,
        ClientCertificateRequired = true,
        // Judged by LinkGate, request by request, so that revocation counts at once.
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is null or X509Certificate2,
        // So nothing is looked up for it here, neither in the host's stores nor, for a stranger, on the network.
        CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
    };
}

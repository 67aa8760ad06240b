using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Makes HTTP clients that talk to a coordinator: HTTP/2, TLS 1.3, through the proxy that HTTPS_PROXY names.</summary>
internal static class CoordinatorHttp
{
    // A host that is gone without a word is given up for the next one.
    private static readonly TimeSpan ReachPatience = TimeSpan.FromSeconds(10);

    // A whole fleet may come back to one coordinator at once: handshakes that begin together end together.
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>A client that shows a certificate, or none, and judges the coordinator's.</summary>
    public static HttpClient Client(X509Certificate2? certificate, RemoteCertificateValidationCallback check)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = HandshakePatience,
            ConnectCallback = (request, cancel) => ReachAsync(request.DnsEndPoint, cancel),
            KeepAlivePingDelay = KeepAlive,
            KeepAlivePingTimeout = KeepAlive,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = check,
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            },
        };
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async ValueTask<Stream> ReachAsync(DnsEndPoint host, CancellationToken cancel)
    {
        // By the clock that the handler's own limits go by.
        using var limit = new CancellationTokenSource(ReachPatience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception failure)
        {
            socket.Dispose();
            if (failure is OperationCanceledException && !cancel.IsCancellationRequested)
                throw new IOException($"{host.Host} does not answer", failure);
            throw;
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Net;

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
    /// <param name="certificate">Whom it shows.</param>
    /// <param name="check">Judges.</param>
    /// <param name="dials">Hears of the addresses of each host, be it a proxy, before one of them is connected to; must not wait.</param>
    public static HttpClient Client(X509Certificate2? certificate, RemoteCertificateValidationCallback check, Action<string, IReadOnlyList<Address>>? dials = null)
    {
        var race = new AddressRace();
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = HandshakePatience,
            ConnectCallback = (request, cancel) => ReachAsync(race, request.DnsEndPoint, dials, cancel),
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

    private static async ValueTask<Stream> ReachAsync(AddressRace race, DnsEndPoint host, Action<string, IReadOnlyList<Address>>? dials, CancellationToken cancel)
    {
        // By the clock that the handler's own limits go by.
        using var limit = new CancellationTokenSource(ReachPatience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host.Host, either.Token).ConfigureAwait(false);
            dials?.Invoke(host.Host, [.. addresses.Select(Address.From)]);
            return new NetworkStream(await race.ConnectAsync(host.Host, addresses, host.Port, either.Token).ConfigureAwait(false), ownsSocket: true);
        }
        catch (Exception failure) when (failure is SocketException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // The innermost reason is what an operator reads: it names whom we wanted.
            var why = failure is SocketException ? failure.Message : string.Create(CultureInfo.InvariantCulture, $"no answer for {ReachPatience.TotalSeconds} seconds");
            throw new IOException($"{host.Host}:{host.Port}: {why}");
        }
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Pki;

/// <summary>What became of a TLS handshake between a coordinator and a sensor over the loopback.</summary>
/// <param name="Protocol">What was spoken; none when the sensor refused.</param>
/// <param name="Shown">The sensor's certificate as the coordinator got it; null for none.</param>
internal sealed record Handshake(SslProtocols Protocol, X509Certificate2? Shown)
{
    /// <summary>Shakes hands as product code does: the sensor checks the coordinator, the coordinator takes any certificate.</summary>
    public static async Task<Handshake> ShakeAsync(X509Certificate2 coordinator, ServerCheck check, string host, X509Certificate2? sensor = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync().Soon();
        await connecting.Soon();

        await using var server = new SslStream(accepted.GetStream());
        await using var ours = new SslStream(client.GetStream());
        var shown = new TaskCompletionSource<X509Certificate2?>();
        var serving = server.AuthenticateAsServerAsync(ServerOptions(coordinator, certificate => shown.TrySetResult(certificate)));
        try
        {
            await ours.AuthenticateAsClientAsync(ClientOptions(check, host, sensor)).Soon();
            await serving.Soon();
            return new Handshake(server.SslProtocol, await shown.Task.Soon());
        }
        catch (AuthenticationException)
        {
            await EndAsync(ours, serving);
            return new Handshake(SslProtocols.None, null);
        }
    }

    private static SslServerAuthenticationOptions ServerOptions(X509Certificate2 certificate, Func<X509Certificate2?, bool> take) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
        EnabledSslProtocols = SslProtocols.Tls13,
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, shown, _, _) => take(shown is null ? null : X509CertificateLoader.LoadCertificate(shown.GetRawCertData())),
    };

    private static SslClientAuthenticationOptions ClientOptions(ServerCheck check, string host, X509Certificate2? certificate) => new()
    {
        TargetHost = host,
        RemoteCertificateValidationCallback = check.Callback,
        ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
    };

    private static async Task EndAsync(SslStream ours, Task serving)
    {
        await ours.DisposeAsync();
        try
        {
            await serving.Soon();
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            // The sensor has hung up: that is what the coordinator sees.
        }
    }
}

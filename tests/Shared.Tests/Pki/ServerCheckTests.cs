using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Pki;

/// <summary>Over real TLS 1.3 on the loopback.</summary>
public sealed class ServerCheckTests : IDisposable
{
    private static readonly TimeProvider Time = TimeProvider.System;
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Time.GetUtcNow());

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Coordinator_of_the_authority_is_accepted() =>
        Assert.Null(await ShakeAsync(ByAuthorities(_authority), "c1.example"));

    [Fact]
    public async Task Coordinator_of_another_authority_or_name_is_refused_with_the_reason()
    {
        using var other = CertificateAuthority.Create(Time.GetUtcNow());
        Assert.Contains("another authority", await ShakeAsync(ByAuthorities(other), "c1.example"), StringComparison.Ordinal);
        Assert.Contains("for another name", await ShakeAsync(ByAuthorities(_authority), "evil.example"), StringComparison.Ordinal);
    }

    private static ServerCheck ByAuthorities(CertificateAuthority authority) => new(() => TrustBundle.Of([authority.Certificate]), Time);

    /// <summary>The reason of a refusal; null when the handshake came about.</summary>
    private async Task<string?> ShakeAsync(ServerCheck check, string name)
    {
        using var listener = new TcpListener(global::System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = _authority.IssueServer("c1", ["c1.example", "192.0.2.1"], Time.GetUtcNow());
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((global::System.Net.IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync().Soon();
        await connecting.Soon();
        await using var server = new SslStream(accepted.GetStream());
        await using var ours = new SslStream(client.GetStream());
        var serving = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            EnabledSslProtocols = SslProtocols.Tls13,
        });
        try
        {
            await ours.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = name, RemoteCertificateValidationCallback = check.Callback }).Soon();
            await serving.Soon();
            return null;
        }
        catch (AuthenticationException)
        {
            return check.LastRefusal;
        }
    }
}

using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;

namespace PortSentry.Akka.Tests;

/// <summary>An authority and whom it has signed.</summary>
public sealed class Certificates : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now);

    /// <summary>A coordinator's.</summary>
    public X509Certificate2 Coordinator => _authority.IssueServer("c1", ["127.0.0.1"], Now);

    /// <summary>Who trusts it.</summary>
    public TrustBundle Trusted => TrustBundle.Of([_authority.Certificate]);

    /// <summary>A sensor's.</summary>
    public X509Certificate2 Sensor(string name)
    {
        var signing = SigningRequest.New(name);
        var signed = Assert.IsType<RequestSigned>(_authority.Sign(signing.RequestPem, SensorId.New(), name, Now));
        return X509Certificate2.CreateFromPem(signed.CertificatePem, signing.KeyPem);
    }

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();
}

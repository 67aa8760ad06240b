using PortSentry.Shared.Pki;
using PortSentry.TestKit;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class PemFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Pki => Path.Combine(_folder.Name, "pki");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Identity_and_authorities_read_back_and_nobody_else_reads_the_key()
    {
        using var authority = CertificateAuthority.Create(Now);
        var request = SigningRequest.New("web1");
        var folder = new PemFolder(Pki);
        Assert.False(folder.IsEnrolled);
        folder.SaveIdentity(request.KeyPem, authority.TrySign(request.RequestPem, Web1, "web1", Now)!);
        folder.SaveAuthorities(TrustBundle.Of([authority.Certificate]));

        Assert.True(folder.IsEnrolled && folder.TryLoadIdentity(out var certificate, out _) && certificate.HasPrivateKey);
        Assert.True(folder.TryLoadAuthorities(out var bundle, out _));
        Assert.Equal(TrustBundle.Of([authority.Certificate]).Text, bundle.Text);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Pki, "sensor.pem")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Pki));
    }

    [Fact]
    public void What_is_missing_damaged_or_open_to_others_is_said()
    {
        var folder = new PemFolder(Pki);
        Assert.False(folder.TryLoadIdentity(out _, out var missing));
        Assert.Contains("cannot be read", missing, StringComparison.Ordinal);

        folder.SaveIdentity("no key", "no certificate");
        Assert.False(folder.TryLoadIdentity(out _, out var damaged));
        Assert.Contains("is damaged", damaged, StringComparison.Ordinal);

        File.SetUnixFileMode(Path.Combine(Pki, "sensor.pem"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.False(folder.TryLoadIdentity(out _, out var open));
        Assert.Contains("chmod 600", open, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_that_holds_another_certificate_than_an_authority_is_refused()
    {
        using var authority = CertificateAuthority.Create(Now);
        using var sensor = OfSensor(authority);
        Assert.True(TrustBundle.TryParse(authority.CertificatePem, out var bundle));
        Assert.NotNull(bundle.Only(authority.Fingerprint));
        Assert.Null(bundle.Only(Fingerprint.Of(sensor)));
        Assert.False(TrustBundle.TryParse(authority.CertificatePem + "\n" + sensor.ExportCertificatePem(), out _));
        Assert.False(TrustBundle.TryParse("", out _));
        Assert.False(TrustBundle.TryParse(null, out _));
    }
}

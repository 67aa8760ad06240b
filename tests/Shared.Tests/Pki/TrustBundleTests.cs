using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Pki;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class TrustBundleTests : IDisposable
{
    private readonly CertificateAuthority _old = CertificateAuthority.Create(Now.AddYears(-9));
    private readonly CertificateAuthority _next = CertificateAuthority.Create(Now);

    public void Dispose()
    {
        _old.Dispose();
        _next.Dispose();
    }

    [Fact]
    public void Equal_bundles_have_equal_texts_in_whatever_order_and_number_they_came()
    {
        var bundle = TrustBundle.Of([_old.Certificate, _next.Certificate]);

        Assert.Equal(bundle.Text, TrustBundle.Of([_next.Certificate, _old.Certificate, _next.Certificate]).Text);
        Assert.True(TrustBundle.TryParse($"our fleet:\r\n{_next.CertificatePem}\r\nthe old one:\n{_old.CertificatePem}", out var read));
        Assert.Equal(bundle.Text, read.Text);
        Assert.True(TrustBundle.TryParse(bundle.Text, out var again));
        Assert.Equal((bundle.Text, 2), (again.Text, again.Authorities.Count));
    }

    [Fact]
    public void Token_picks_its_authority_out_of_what_was_shown()
    {
        var shown = TrustBundle.Of([_old.Certificate, _next.Certificate]);

        Assert.Equal(TrustBundle.Of([_next.Certificate]).Text, shown.Only(_next.Fingerprint)?.Text);
        Assert.Null(shown.Only(new string('0', 64)));
    }

    [Fact]
    public void Bundle_of_anything_but_authorities_is_refused()
    {
        using var sensor = OfSensor(_next);

        Assert.False(TrustBundle.TryParse(_next.CertificatePem + "\n" + sensor.ExportCertificatePem(), out _));
        Assert.False(TrustBundle.TryParse(_next.CertificatePem[..^60], out _));
        Assert.False(TrustBundle.TryParse(_next.ExportKeyPem(), out _));
        Assert.False(TrustBundle.TryParse("", out _));
        Assert.False(TrustBundle.TryParse(null, out _));
    }

    [Fact]
    public void Bundle_that_is_too_long_is_refused_unread() =>
        Assert.False(TrustBundle.TryParse(new string(' ', 64 * 1024) + _next.CertificatePem, out _));

    [Fact]
    public void Bundle_changed_in_one_character_never_throws()
    {
        var text = _next.CertificatePem;
        Prop.ForAll(Gen.Zip(Gen.Choose(0, text.Length - 1), Gen.Choose(0, 0x17f)).ToArbitrary(), change =>
        {
            var letters = text.ToCharArray();
            letters[change.Item1] = (char)change.Item2;
            return !TrustBundle.TryParse(new string(letters), out var bundle) || bundle.Authorities.Count == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }
}

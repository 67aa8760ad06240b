using PortSentry.Shared.Pki;
using PortSentry.TestKit;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class PemFolderTests : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now);

    private string Folder => _folder["pki"];

    private string Sensor => Path.Combine(Folder, "sensor.pem");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Identity_and_authorities_read_back()
    {
        var folder = new PemFolder(Folder);
        Assert.False(folder.IsEnrolled);

        var saved = Save(folder);
        folder.SaveAuthorities(TrustBundle.Of([_authority.Certificate]));

        Assert.True(folder.IsEnrolled);
        Assert.Equal(saved, Loaded(folder));
        Assert.True(folder.TryLoadAuthorities(out var bundle, out _));
        Assert.Equal(TrustBundle.Of([_authority.Certificate]).Text, bundle.Text);
    }

    [Fact]
    public void Nobody_else_reads_the_key_even_in_a_folder_that_was_open()
    {
        Directory.CreateDirectory(Folder, OwnerFile | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        Save(new PemFolder(Folder));

        Assert.Equal(OwnerFile, File.GetUnixFileMode(Sensor));
        Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public async Task What_root_saves_belongs_to_whom_the_folder_around_it_belongs()
    {
        await Command.MustAsync("chown", "nobody", _folder.Name);

        Save(new PemFolder(Folder));

        Assert.Equal("nobody\nnobody\n", await Command.MustAsync("stat", "-c", "%U", Folder, Sensor));
    }

    [Fact]
    public void Renewal_replaces_key_and_certificate_as_one()
    {
        var folder = new PemFolder(Folder);
        var first = Save(folder);

        var second = Save(folder);

        Assert.NotEqual(first, second);
        Assert.Equal(second, Loaded(folder));
        Assert.Equal([Sensor], Directory.GetFiles(Folder));
    }

    [Fact]
    public void Death_while_writing_leaves_the_old_pair_and_does_not_stop_the_next()
    {
        var folder = new PemFolder(Folder);
        var first = Save(folder);
        File.WriteAllText(Sensor + ".new", "-----BEGIN CERTIFICATE-----\nMIIB");
        Assert.Equal(first, Loaded(folder));

        var second = Save(folder);

        Assert.Equal(second, Loaded(folder));
    }

    [Fact]
    public void Folder_is_flushed_once_the_new_name_stands()
    {
        List<(string Path, bool IsThere)> flushed = [];
        var folder = new PemFolder(Folder, path => flushed.Add((path, File.Exists(Sensor) && !File.Exists(Sensor + ".new"))));

        Save(folder);

        Assert.Equal([(Folder, true)], flushed);
    }

    [Fact]
    public void Missing_files_are_said()
    {
        var folder = new PemFolder(Folder);

        Assert.False(folder.TryLoadIdentity(out _, out var identity));
        Assert.False(folder.TryLoadAuthorities(out _, out var authorities));
        Assert.StartsWith($"{Sensor} cannot be read: ", identity, StringComparison.Ordinal);
        Assert.Contains("authorities.pem cannot be read: ", authorities, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_said()
    {
        var folder = new PemFolder(Folder);
        var (one, other) = (SigningRequest.New("web1"), SigningRequest.New("web1"));

        folder.SaveIdentity("no key", "no certificate");
        Assert.False(folder.TryLoadIdentity(out _, out var damaged));
        folder.SaveIdentity(one.KeyPem, Sign(_authority, other));
        Assert.False(folder.TryLoadIdentity(out _, out var mismatched));
        File.WriteAllText(Path.Combine(Folder, "authorities.pem"), "nobody");
        Assert.False(folder.TryLoadAuthorities(out _, out var authorities));

        Assert.Contains("is damaged", damaged, StringComparison.Ordinal);
        Assert.Contains("is damaged", mismatched, StringComparison.Ordinal);
        Assert.Contains("is damaged", authorities, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Key_that_others_can_open_is_refused(UnixFileMode open)
    {
        var folder = new PemFolder(Folder);
        Save(folder);
        File.SetUnixFileMode(Sensor, OwnerFile | open);

        Assert.False(folder.TryLoadIdentity(out _, out var problem));
        Assert.Contains($"chmod 600 {Sensor}", problem, StringComparison.Ordinal);
    }

    private string Save(PemFolder folder)
    {
        var request = SigningRequest.New("web1");
        var certificate = Sign(_authority, request);
        folder.SaveIdentity(request.KeyPem, certificate);
        return certificate;
    }

    private static string Loaded(PemFolder folder)
    {
        Assert.True(folder.TryLoadIdentity(out var certificate, out var problem), problem);
        using (certificate)
        {
            Assert.True(certificate.HasPrivateKey);
            return certificate.ExportCertificatePem();
        }
    }
}

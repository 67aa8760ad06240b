using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Pki;

/// <summary>Where a sensor keeps its key, its certificate and whom it trusts: one file that holds all of it, mode 0600 in a folder of mode 0700, replaced whole, so that key and certificate always match.</summary>
public sealed class PemFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const string SensorFile = "sensor.pem";
    private const string AuthoritiesFile = "authorities.pem";

    /// <summary>True when a sensor was enrolled here.</summary>
    public bool IsEnrolled => File.Exists(Sensor);

    private string Sensor => Path.Combine(path, SensorFile);

    private string AuthoritiesPath => Path.Combine(path, AuthoritiesFile);

    /// <summary>Keeps a key with its certificate, durable on return; throws IOException or UnauthorizedAccessException.</summary>
    public void SaveIdentity(string keyPem, string certificatePem) => Replace(Sensor, $"{certificatePem.TrimEnd()}\n{keyPem.TrimEnd()}\n");

    /// <summary>Keeps whom to trust, durable on return; throws IOException or UnauthorizedAccessException.</summary>
    public void SaveAuthorities(TrustBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        Replace(AuthoritiesPath, bundle.Text);
    }

    /// <summary>The certificate with its key; else why not, in one sentence.</summary>
    public bool TryLoadIdentity([NotNullWhen(true)] out X509Certificate2? certificate, [NotNullWhen(false)] out string? problem)
    {
        certificate = null;
        if (!TryRead(Sensor, out var text, out problem))
            return false;
        if ((File.GetUnixFileMode(Sensor) & Others) != 0)
        {
            problem = $"{Sensor} holds the sensor's key and can be read by others: chmod 600 it";
            return false;
        }

        try
        {
            certificate = X509Certificate2.CreateFromPem(text, text);
            return true;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            problem = $"{Sensor} is damaged ({failure.Message}): enrol the sensor again";
            return false;
        }
    }

    /// <summary>Whom to trust; else why not, in one sentence.</summary>
    public bool TryLoadAuthorities([NotNullWhen(true)] out TrustBundle? bundle, [NotNullWhen(false)] out string? problem)
    {
        bundle = null;
        if (!TryRead(AuthoritiesPath, out var text, out problem))
            return false;
        if (TrustBundle.TryParse(text, out bundle))
            return true;

        problem = $"{AuthoritiesPath} is damaged: enrol the sensor again";
        return false;
    }

    private static bool TryRead(string file, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            (text, problem) = (File.ReadAllText(file), null);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            (text, problem) = (null, $"{file} cannot be read: {failure.Message}");
            return false;
        }
    }

    private void Replace(string file, string text)
    {
        Directory.CreateDirectory(path, OwnerFolder);
        var fresh = file + ".new";
        File.Delete(fresh);
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file, overwrite: true);
    }
}

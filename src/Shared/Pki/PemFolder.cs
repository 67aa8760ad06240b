using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PortSentry.Shared.Interop;

namespace PortSentry.Shared.Pki;

/// <summary>Where a sensor keeps its key with its certificate, and whom it trusts. Key and certificate lie in one file, which is replaced whole, so that they match whenever we die; mode 0600 in a folder of mode 0700.</summary>
/// <param name="path">The folder.</param>
/// <param name="flush">Makes the names in a folder durable, where the platform can: a file's own flush does not cover its name (fsync(2)).</param>
public sealed class PemFolder(string path, Action<string>? flush = null)
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
        if (!TryRead(Sensor, Others, out var text, out problem))
            return false;

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
        if (!TryRead(AuthoritiesPath, UnixFileMode.None, out var text, out problem))
            return false;
        if (TrustBundle.TryParse(text, out bundle))
            return true;

        problem = $"{AuthoritiesPath} is damaged: enrol the sensor again";
        return false;
    }

    private static bool TryRead(string file, UnixFileMode forbidden, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        (text, problem) = (null, null);
        try
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            if ((File.GetUnixFileMode(((FileStream)reader.BaseStream).SafeFileHandle) & forbidden) != 0)
                problem = $"{file} holds the sensor's key and others can open it: chmod 600 {file} closes it, and the sensor should be enrolled again if somebody may have read it";
            else
                text = reader.ReadToEnd();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"{file} cannot be read: {failure.Message}";
        }

        return text is not null;
    }

    private void Replace(string file, string text)
    {
        Directory.CreateDirectory(path, OwnerFolder);
        File.SetUnixFileMode(path, OwnerFolder);
        FolderOwner.GiveFolder(path, Path.GetDirectoryName(path)!);
        var fresh = file + ".new";
        File.Delete(fresh);
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            FolderOwner.Give(stream.SafeFileHandle, path);
            stream.Write(Encoding.ASCII.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file, overwrite: true);
        flush?.Invoke(path);
    }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Coordinator.Ingest;

namespace PortSentry.Coordinator.Console;

/// <summary>What the console shows to browsers: the operator's own certificate, read again when its file is another, or one of the fleet's authority.</summary>
internal sealed class ConsoleCertificate(string? file, string? keyFile, ListenerCertificate own)
{
    private volatile Shown? _shown;

    /// <summary>For the TLS handshake.</summary>
    public SslStreamCertificateContext Context => file is null ? own.Context : Read(file);

    /// <summary>What is wrong with a certificate's files, in one sentence; null when nothing is.</summary>
    public static string? Fault(string file, string? keyFile)
    {
        try
        {
            Load(file, keyFile);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            return failure.Message;
        }
    }

    // Renewed certificates are moved into place: what cannot be read at that moment is no reason to show none.
    private SslStreamCertificateContext Read(string from)
    {
        var changedAt = File.GetLastWriteTimeUtc(from);
        if (_shown is { } shown && shown.ChangedAt == changedAt)
            return shown.Context;

        try
        {
            _shown = new Shown(changedAt, Load(from, keyFile));
        }
        catch (Exception failure) when (_shown is not null && failure is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            // The one before goes on being shown.
        }

        return _shown!.Context;
    }

    private static SslStreamCertificateContext Load(string file, string? keyFile)
    {
        using var pem = X509Certificate2.CreateFromPemFile(file, keyFile);
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(file);
        return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), chain, offline: true);
    }

    private sealed record Shown(DateTime ChangedAt, SslStreamCertificateContext Context);
}

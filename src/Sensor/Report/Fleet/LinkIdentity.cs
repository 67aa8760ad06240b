using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The sensor's certificate and the authorities it trusts, as they lie in STATE_DIR/pki. It is renewed once an hour at most while it is good.</summary>
internal sealed partial class LinkIdentity : ILinkIdentity
{
    private static readonly TimeSpan RenewalRetry = TimeSpan.FromHours(1);

    private readonly PemFolder _folder;
    private readonly TrustBundle? _configured;
    private readonly double _chance;
    private readonly TimeProvider _time;
    private readonly ILogger<LinkIdentity> _logger;
    private X509Certificate2 _certificate;
    private TrustBundle _enrolled;
    private long? _renewal;

    /// <param name="folder">Where both lie.</param>
    /// <param name="loaded">Both, as they were read.</param>
    /// <param name="configured">What COORDINATOR_CA says; null for nothing.</param>
    /// <param name="time">Time.</param>
    /// <param name="logger">Where renewals are told.</param>
    public LinkIdentity(PemFolder folder, (X509Certificate2 Certificate, TrustBundle Authorities) loaded, TrustBundle? configured, TimeProvider time, ILogger<LinkIdentity> logger)
    {
        (_folder, _configured, _time, _logger) = (folder, configured, time, logger);
        (_certificate, _enrolled) = loaded;
        _chance = RandomNumberGenerator.GetInt32(1000) / 1000d;
    }

    /// <summary>The certificate in use.</summary>
    public X509Certificate2 Certificate => Volatile.Read(ref _certificate);

    /// <summary>Whom a coordinator's certificate may come from.</summary>
    public TrustBundle Authorities
    {
        get
        {
            var enrolled = Volatile.Read(ref _enrolled);
            return _configured is null ? enrolled : TrustBundle.Of(enrolled.Authorities.Concat(_configured.Authorities));
        }
    }

    /// <summary>True when both use the same certificate and trust the same.</summary>
    public bool Matches(LinkIdentity other) => Certificate.Equals(other.Certificate) && Authorities.Text == other.Authorities.Text;

    /// <inheritdoc/>
    public async Task<bool> RenewIfDueAsync(ICoordinatorLink link, CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        if (now < RenewalRule.RenewAt(Certificate.NotAfter, _chance) || (now < Certificate.NotAfter && _renewal is { } last && _time.GetElapsedTime(last) < RenewalRetry))
            return false;

        // A success counts as well: the certificate of an authority that ends soon ends no later than the one before.
        _renewal = _time.GetTimestamp();
        try
        {
            await RenewAsync(link, cancel).ConfigureAwait(false);
            return true;
        }
        catch (LinkException failure) when (now < Certificate.NotAfter)
        {
            LogNotRenewed(Certificate.NotAfter, failure.Message);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Trust(string authorities)
    {
        if (!TrustBundle.TryParse(authorities, out var bundle) || bundle.Text == Volatile.Read(ref _enrolled).Text)
            return;

        Volatile.Write(ref _enrolled, bundle);
        try
        {
            _folder.SaveAuthorities(bundle);
            LogTrust(bundle.Authorities.Count);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // They come again with each greeting.
            LogNotSaved(failure.Message);
        }
    }

    private async Task RenewAsync(ICoordinatorLink link, CancellationToken cancel)
    {
        var signing = SigningRequest.New(Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        var answer = await link.RenewAsync(new RenewalRequest(signing.RequestPem), cancel).ConfigureAwait(false);
        try
        {
            var renewed = X509Certificate2.CreateFromPem(answer.Certificate, signing.KeyPem);
            _folder.SaveIdentity(signing.KeyPem, answer.Certificate);
            Volatile.Write(ref _certificate, renewed);
            LogRenewed(renewed.NotAfter);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new LinkException(LinkFault.Malformed, $"the new certificate is not one for this sensor's key: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LinkException(LinkFault.Busy, $"the new certificate cannot be saved: {failure.Message}", failure);
        }

        Trust(answer.Authorities);
    }

    [LoggerMessage(6321, LogLevel.Information, "This sensor has a new certificate, good until {NotAfter}")]
    private partial void LogRenewed(DateTimeOffset notAfter);

    [LoggerMessage(6322, LogLevel.Warning, "The certificate of this sensor, good until {NotAfter}, was not renewed: {Problem}; it is tried again hourly")]
    private partial void LogNotRenewed(DateTimeOffset notAfter, string problem);

    [LoggerMessage(6323, LogLevel.Information, "The fleet's certificate authorities are others now: {Count} are trusted")]
    private partial void LogTrust(int count);

    [LoggerMessage(6324, LogLevel.Warning, "The fleet's certificate authorities cannot be saved: {Problem}")]
    private partial void LogNotSaved(string problem);
}

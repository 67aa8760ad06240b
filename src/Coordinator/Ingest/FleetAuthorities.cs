using PortSentry.Coordinator.Store;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Ingest;

/// <summary>The fleet's authorities as they were a moment ago: all are trusted, the newest signs, and the oldest signs what listeners show, so that a sensor that has not heard of the newer ones yet still trusts its coordinators.</summary>
internal sealed class FleetAuthorities
{
    private volatile Known? _known;

    /// <summary>The one that signs sensors' certificates.</summary>
    public CertificateAuthority Signing => Current.Signing;

    /// <summary>The one that signed what listeners show.</summary>
    public CertificateAuthority Listening => Current.Listening;

    /// <summary>Whom to trust.</summary>
    public TrustBundle Trusted => Current.Trusted;

    private Known Current => _known ?? throw new InvalidOperationException("the authorities are read before anything is served");

    /// <summary>Reads them, and makes the first where there is none; true when they are others than before.</summary>
    public async Task<bool> ReadAsync(IStore store, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await store.ListAuthoritiesAsync(cancel).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            using var first = CertificateAuthority.Create(now);
            await store.AddFirstAuthorityAsync(new AuthorityRow(first.Fingerprint, first.CertificatePem, first.ExportKeyPem(), now, Issues: true), cancel).ConfigureAwait(false);
            rows = await store.ListAuthoritiesAsync(cancel).ConfigureAwait(false);
        }

        if (_known is { } known && known.Rows.SequenceEqual(rows))
            return false;

        _known = Known.Of(rows);
        return true;
    }

    private sealed record Known(IReadOnlyList<AuthorityRow> Rows, CertificateAuthority Signing, CertificateAuthority Listening, TrustBundle Trusted)
    {
        public static Known Of(IReadOnlyList<AuthorityRow> rows)
        {
            var withKey = rows.Where(row => row.Key.Length > 0).OrderBy(row => row.CreatedAt).ToList();
            var all = withKey.ConvertAll(row => CertificateAuthority.Load(row.Certificate, row.Key));
            var signing = all[withKey.FindLastIndex(row => row.Issues)];
            return new Known(rows, signing, all[0], TrustBundle.Of(all.Select(one => one.Certificate)));
        }
    }
}

using System.Security.Cryptography.X509Certificates;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Api;

/// <summary>Rolls the fleet's authority over: a new one signs, the old one is trusted beside it until it is retired.</summary>
internal sealed class AuthorityDesk(IStore store, FleetAuthorities authorities, ICoordinatorCluster cluster, TimeProvider time)
{
    private const int MostTrusted = 8;

    /// <summary>The authorities, the newest first.</summary>
    public async Task<IReadOnlyList<AuthorityView>> ListAsync(CancellationToken cancel)
    {
        var rows = await store.ListAuthoritiesAsync(cancel).ConfigureAwait(false);
        return [.. rows.Where(IsTrusted).Select(row => new AuthorityView(row.Fingerprint, row.CreatedAt, RoleOf(row), row.Certificate))];
    }

    /// <summary>Makes a new one, or takes the operator's own, which signs from now on.</summary>
    public async Task<OperatorAnswer> RollAsync(RollAuthority roll, CancellationToken cancel)
    {
        var rows = await store.ListAuthoritiesAsync(cancel).ConfigureAwait(false);
        if (rows.Count(IsTrusted) >= MostTrusted)
            return new OperatorAnswer { Error = $"{MostTrusted} authorities are trusted at the most: retire one first" };

        var now = time.GetUtcNow();
        string? problem = null;
        using var next = roll.Pem is null ? CertificateAuthority.Create(now) : AuthorityImport.TryRead(roll.Pem, now, out var own, out problem) ? own : null;
        if (next is null || (problem = Known(next, rows)) is not null)
            return new OperatorAnswer { Error = problem };

        await store.SaveAuthorityAsync(new AuthorityRow(next.Fingerprint, next.CertificatePem, next.ExportKeyPem(), now, Issues: true), cancel).ConfigureAwait(false);
        foreach (var row in rows.Where(row => row.Issues))
            await store.SaveAuthorityAsync(row with { Issues = false }, cancel).ConfigureAwait(false);
        await DoneAsync(roll, $"ca roll to {next.Fingerprint}{(roll.Pem is null ? "" : ", which was given")}", cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [$"{next.Fingerprint} signs from now on; retire the old one when every sensor has a certificate of the new: within 65 days"] };
    }

    /// <summary>Trusts one no longer.</summary>
    public async Task<OperatorAnswer> RetireAsync(RetireAuthority retire, CancellationToken cancel)
    {
        var rows = await store.ListAuthoritiesAsync(cancel).ConfigureAwait(false);
        if (rows.FirstOrDefault(row => row.Fingerprint == retire.Fingerprint && IsTrusted(row)) is not { } old)
            return new OperatorAnswer { Error = $"no authority has the fingerprint {retire.Fingerprint}" };
        // Two are said to sign where rolling over was cut short: the newest does.
        if (rows.Where(row => row.Issues && IsTrusted(row)).MaxBy(row => row.CreatedAt) == old)
            return new OperatorAnswer { Error = "it signs: roll over to a new one first" };

        // Without its key it is neither trusted nor shown; that it was there stays known.
        await store.SaveAuthorityAsync(old with { Key = "", Issues = false }, cancel).ConfigureAwait(false);
        await DoneAsync(retire, $"ca retire {retire.Fingerprint}", cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [$"{retire.Fingerprint} is trusted no longer; sensors that hold a certificate of it must be enrolled again"] };
    }

    private async Task DoneAsync(OperatorRequest request, string what, CancellationToken cancel)
    {
        await store.AuditAsync(new AuditRow(time.GetUtcNow(), request.Who, what, request.Reason), cancel).ConfigureAwait(false);
        await cluster.TellAsync(ClusterNews.Sensors, cancel).ConfigureAwait(false);
    }

    /// <summary>Why one that was trusted already, or whose key was, is no new one: to retire it would end nothing, or it was retired for a reason.</summary>
    private static string? Known(CertificateAuthority next, IReadOnlyList<AuthorityRow> rows)
    {
        using var certificate = next.Certificate;
        foreach (var row in rows)
        {
            using var old = X509Certificate2.CreateFromPem(row.Certificate);
            if (old.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo()))
                return $"its key is that of {row.Fingerprint}, which {(IsTrusted(row) ? "is trusted already" : "was retired")}; allowed: an authority with a new key";
        }

        return null;
    }

    private string RoleOf(AuthorityRow row) => (row.Issues, row.Fingerprint == authorities.Listening.Fingerprint) switch
    {
        (true, true) => "signs and listens",
        (true, false) => "signs",
        (false, true) => "listens",
        _ => "trusted",
    };

    private static bool IsTrusted(AuthorityRow row) => row.Key.Length > 0;
}

using System.Security.Cryptography;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Api;

/// <summary>Makes enrolment tokens and takes them away.</summary>
internal sealed class TokenDesk(IStore store, FleetAuthorities authorities, TimeProvider time)
{
    private const int MostUses = 100_000;
    private const int DigitsOfId = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Makes one; its text is in the answer and nowhere else.</summary>
    public async Task<OperatorAnswer> AddAsync(AddToken add, CancellationToken cancel)
    {
        if (add.Uses is < 1 or > MostUses)
            return new OperatorAnswer { Error = $"a token enrols 1 to {MostUses} sensors" };
        if (add.Seconds < 1 || add.Seconds > Longest.TotalSeconds)
            return new OperatorAnswer { Error = $"a token can be used for one second to {Longest.TotalDays} days" };
        if (Labels.Fault(add.Labels) is { } fault)
            return new OperatorAnswer { Error = fault };

        var (token, now) = (EnrolmentToken.New(authorities.Listening.Fingerprint), time.GetUtcNow());
        var row = new TokenRow
        {
            Id = RandomNumberGenerator.GetHexString(DigitsOfId, lowercase: true),
            Hash = token.Hash,
            UsesLeft = add.Uses,
            CreatedAt = now,
            ExpiresAt = now.AddSeconds(add.Seconds),
            CreatedBy = add.Who,
            Labels = add.Labels,
        };
        await store.AddTokenAsync(row, cancel).ConfigureAwait(false);
        await store.AuditAsync(new AuditRow(now, add.Who, $"tokens add {row.Id}, {add.Uses} {(add.Uses == 1 ? "use" : "uses")}", add.Reason), cancel).ConfigureAwait(false);
        return new OperatorAnswer { Token = Of(row) with { Text = token.Text } };
    }

    /// <summary>Takes one away.</summary>
    public async Task<OperatorAnswer> RemoveAsync(RemoveToken remove, CancellationToken cancel)
    {
        if (!await store.RemoveTokenAsync(remove.Id, cancel).ConfigureAwait(false))
            return new OperatorAnswer { Error = $"there is no token {remove.Id}" };

        await store.AuditAsync(new AuditRow(time.GetUtcNow(), remove.Who, $"tokens remove {remove.Id}", remove.Reason), cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [$"the token {remove.Id} enrols nobody any more"] };
    }

    /// <summary>A token as operators see it.</summary>
    public static TokenView Of(TokenRow row) => new()
    {
        Id = row.Id,
        UsesLeft = row.UsesLeft,
        ExpiresAt = row.ExpiresAt,
        CreatedBy = row.CreatedBy,
        Labels = row.Labels,
    };
}

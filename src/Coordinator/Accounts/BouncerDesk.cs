using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Accounts;

/// <summary>Makes keys for bouncers of CrowdSec, and takes them away; what is done is in the audit log.</summary>
internal sealed class BouncerDesk(IBouncerStore store, IStore audit, TimeProvider time)
{
    private const int LongestName = 64;

    /// <summary>The keys, by name, each with who used it last.</summary>
    public async Task<IReadOnlyList<BouncerView>> ListAsync(CancellationToken cancel)
    {
        var pulls = (await store.ListPullsAsync(cancel).ConfigureAwait(false)).ToLookup(pull => pull.Name);
        return [.. (await store.ListAsync(cancel).ConfigureAwait(false)).Select(bouncer => ViewOf(bouncer, [.. pulls[bouncer.Name]]))];
    }

    /// <summary>Makes a key.</summary>
    public async Task<OperatorAnswer> AddAsync(AddBouncer add, CancellationToken cancel)
    {
        if (add.Name.Length is 0 or > LongestName || !add.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_'))
            return new OperatorAnswer { Error = $"a bouncer's name has 1 to {LongestName} letters, digits, dots, dashes and underscores" };

        var key = Secret.New(Secret.Bouncer);
        if (!await store.AddAsync(new BouncerRow { Name = add.Name, Hash = Secret.Hash(key), CreatedAt = time.GetUtcNow() }, cancel).ConfigureAwait(false))
            return new OperatorAnswer { Error = $"there is a bouncer {add.Name} already, or there are too many: remove some first" };

        await AuditAsync(add, $"bouncers add {add.Name}", cancel).ConfigureAwait(false);
        return new OperatorAnswer { ApiToken = key, Done = [add.Name] };
    }

    /// <summary>Takes a key away.</summary>
    public async Task<OperatorAnswer> RemoveAsync(RemoveBouncer remove, CancellationToken cancel)
    {
        if (!await store.RemoveAsync(remove.Name, cancel).ConfigureAwait(false))
            return new OperatorAnswer { Error = $"there is no bouncer {remove.Name}" };

        await AuditAsync(remove, $"bouncers remove {remove.Name}", cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [$"the key of {remove.Name} is good for nothing any more; what the bouncer has blocked stays until it ends there"] };
    }

    private static BouncerView ViewOf(BouncerRow bouncer, List<BouncerPull> pulls) =>
        new(bouncer.Name, bouncer.CreatedAt, pulls.Count, pulls.FirstOrDefault()?.Agent ?? "", pulls.FirstOrDefault()?.Address ?? "", pulls.FirstOrDefault()?.At);

    private Task AuditAsync(OperatorRequest request, string what, CancellationToken cancel) =>
        audit.AuditAsync(new AuditRow(time.GetUtcNow(), request.Who, what, request.Reason), cancel);
}

using System.Globalization;
using System.Security.Cryptography;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Accounts;

/// <summary>Makes users, and changes what they are and have; what is done is in the audit log.</summary>
internal sealed class AccountDesk(IAccountStore store, IStore audit, string consoleUrl, TimeProvider time)
{
    private const int DigitsOfId = 8;
    private const int LongestPurpose = 100;
    private static readonly TimeSpan InvitationLasts = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestToken = TimeSpan.FromDays(730);

    /// <summary>The users, by name.</summary>
    public async Task<IReadOnlyList<UserView>> UsersAsync(CancellationToken cancel) =>
        [.. (await store.ListUsersAsync(cancel).ConfigureAwait(false)).Select(user => new UserView(user.Name, user.Role.Name(), user.TotpSecret is not null, user.CreatedAt, user.SignedInAt))];

    /// <summary>The API tokens that a caller may see, the latest first: the caller's own, or all.</summary>
    public async Task<IReadOnlyList<ApiTokenView>> ApiTokensAsync(Caller caller, CancellationToken cancel) =>
        [.. (await store.ListApiTokensAsync(cancel).ConfigureAwait(false))
            .Where(token => caller.Can(Permission.Users) || token.UserName == caller.UserName)
            .Select(token => new ApiTokenView(token.Id, token.Purpose, token.Permissions.Names(), token.UserName, token.CreatedAt, token.ExpiresAt, token.SeenAt))];

    /// <summary>A link for the first administrator; null when there are users.</summary>
    public async Task<string?> FirstLinkAsync(CancellationToken cancel) =>
        (await store.ListUsersAsync(cancel).ConfigureAwait(false)).Count > 0 ? null : await LinkAsync("", Role.Admin, cancel).ConfigureAwait(false);

    /// <summary>Invites somebody, or lets a user choose another password; the answer has the link.</summary>
    public async Task<OperatorAnswer> InviteAsync(InviteUser invite, CancellationToken cancel)
    {
        if (!UserNames.IsName(invite.Name))
            return new OperatorAnswer { Error = $"a user's name has {UserNames.Allowed}" };
        if (!RoleText.TryParse(invite.Role, out var role))
            return new OperatorAnswer { Error = $"'{invite.Role}' is no role; allowed: viewer, operator, admin" };

        var isThere = await store.FindUserAsync(invite.Name, cancel).ConfigureAwait(false) is not null;
        var link = await LinkAsync(invite.Name, role, cancel).ConfigureAwait(false);
        await AuditAsync(invite, isThere ? $"users reset {invite.Name}" : $"users invite {invite.Name} as {role.Name()}", cancel).ConfigureAwait(false);
        return new OperatorAnswer { Link = link, Done = [isThere ? $"{invite.Name} chooses another password there, within 24 hours" : $"{invite.Name} chooses a password there, within 24 hours"] };
    }

    /// <summary>Gives a user another role.</summary>
    public async Task<OperatorAnswer> SetRoleAsync(ChangeRole change, CancellationToken cancel)
    {
        if (!RoleText.TryParse(change.Role, out var role))
            return new OperatorAnswer { Error = $"'{change.Role}' is no role; allowed: viewer, operator, admin" };

        var done = await store.SetRoleAsync(change.Name, role, cancel).ConfigureAwait(false);
        return await AnswerAsync(change, done, $"users role {change.Name} {role.Name()}", $"{change.Name} is {role.Name()} from now on", cancel).ConfigureAwait(false);
    }

    /// <summary>Takes a user away, with sessions and tokens.</summary>
    public async Task<OperatorAnswer> RemoveAsync(RemoveUser remove, CancellationToken cancel)
    {
        var done = await store.RemoveUserAsync(remove.Name, cancel).ConfigureAwait(false);
        return await AnswerAsync(remove, done, $"users remove {remove.Name}", $"{remove.Name} is signed out everywhere, and cannot sign in any more", cancel).ConfigureAwait(false);
    }

    /// <summary>Takes a user's one-time codes away: the phone is lost.</summary>
    public async Task<OperatorAnswer> RemoveTotpAsync(RemoveTotp remove, CancellationToken cancel)
    {
        var done = await store.SetTotpAsync(remove.Name, null, cancel).ConfigureAwait(false);
        return await AnswerAsync(remove, done, $"users remove-code {remove.Name}", $"{remove.Name} signs in with the password alone from now on", cancel).ConfigureAwait(false);
    }

    /// <summary>Makes an API token that may do at most what the caller may, and no longer than the token that the caller is known by.</summary>
    public async Task<OperatorAnswer> AddApiTokenAsync(AddApiToken add, Caller caller, CancellationToken cancel)
    {
        if (add.Purpose.Length is 0 or > LongestPurpose)
            return new OperatorAnswer { Error = $"say what the token is for, in at most {LongestPurpose} characters" };
        if (!RoleText.TryParse(add.Permissions, out var permissions) || permissions == Permission.None)
            return new OperatorAnswer { Error = $"'{string.Join(' ', add.Permissions)}' are no permissions; allowed: {RoleText.Allowed}" };
        if (!caller.Can(permissions))
            return new OperatorAnswer { Error = "a token may do no more than who makes it", IsForbidden = true };
        if (add.Seconds < 1 || add.Seconds > LongestToken.TotalSeconds)
            return new OperatorAnswer { Error = $"a token can be used for one second to {LongestToken.TotalDays} days" };

        var (now, text) = (time.GetUtcNow(), Secret.New(Secret.ApiToken));
        if (caller.TokenEndsAt is { } end && now.AddSeconds(add.Seconds) > end)
            return new OperatorAnswer { Error = string.Create(CultureInfo.InvariantCulture, $"a token ends no later than the one that makes it: at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"), IsForbidden = true };

        var row = new ApiTokenRow
        {
            Id = RandomNumberGenerator.GetHexString(DigitsOfId, lowercase: true),
            Hash = Secret.Hash(text),
            Purpose = add.Purpose,
            Permissions = permissions | Permission.Read,
            UserName = caller.UserName,
            MadeBy = caller.TokenId,
            CreatedAt = now,
            ExpiresAt = now.AddSeconds(add.Seconds),
        };
        if (!await store.AddApiTokenAsync(row, cancel).ConfigureAwait(false))
            return new OperatorAnswer { Error = caller.IsProgram ? "there are too many API tokens, or the one that asks was removed" : "there are too many API tokens: remove some first" };

        await AuditAsync(add, $"api-tokens add {row.Id} ({row.Purpose}): {string.Join(' ', row.Permissions.Names())}", cancel).ConfigureAwait(false);
        return new OperatorAnswer { ApiToken = text, Done = [row.Id] };
    }

    /// <summary>Takes an API token away, with those it made: the caller's own, or anybody's.</summary>
    public async Task<OperatorAnswer> RemoveApiTokenAsync(RemoveApiToken remove, Caller caller, CancellationToken cancel)
    {
        var isSeen = (await ApiTokensAsync(caller, cancel).ConfigureAwait(false)).Any(token => token.Id == remove.Id);
        if (!isSeen || !await store.RemoveApiTokenAsync(remove.Id, cancel).ConfigureAwait(false))
            return new OperatorAnswer { Error = $"there is no API token {remove.Id}" };

        await AuditAsync(remove, $"api-tokens remove {remove.Id}", cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [$"the API token {remove.Id} is good for nothing any more"] };
    }

    private async Task<string> LinkAsync(string name, Role role, CancellationToken cancel)
    {
        var code = Secret.New(Secret.Invitation);
        await store.AddInvitationAsync(new InvitationRow { Hash = Secret.Hash(code), UserName = name, Role = role, ExpiresAt = time.GetUtcNow() + InvitationLasts }, cancel).ConfigureAwait(false);
        return $"{consoleUrl}/welcome/{code}";
    }

    private async Task<OperatorAnswer> AnswerAsync(OperatorRequest request, UserChange done, string what, string words, CancellationToken cancel)
    {
        if (done is UserChange.Unknown)
            return new OperatorAnswer { Error = "there is no such user" };
        if (done is UserChange.LastAdmin)
            return new OperatorAnswer { Error = "nobody would be left to administer: make another administrator first" };

        await AuditAsync(request, what, cancel).ConfigureAwait(false);
        return new OperatorAnswer { Done = [words] };
    }

    private Task AuditAsync(OperatorRequest request, string what, CancellationToken cancel) =>
        audit.AuditAsync(new AuditRow(time.GetUtcNow(), request.Who, what, request.Reason), cancel);
}

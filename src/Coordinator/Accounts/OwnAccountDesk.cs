using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Accounts;

/// <summary>What a user does for herself: chooses a password, sets one-time codes up. An answer is what is wrong; null when it was done.</summary>
internal sealed class OwnAccountDesk(IAccountStore store, IStore audit, SessionDesk sessions, TimeProvider time)
{
    /// <summary>The invitation behind a link; null when it counts no longer.</summary>
    public Task<InvitationRow?> FindInvitationAsync(string code, CancellationToken cancel) => store.FindInvitationAsync(Secret.Hash(code), time.GetUtcNow(), cancel);

    /// <summary>Uses an invitation; the name counts only where it leaves that open.</summary>
    public async Task<string?> AcceptInvitationAsync(string code, string name, string password, CancellationToken cancel)
    {
        if (await FindInvitationAsync(code, cancel).ConfigureAwait(false) is not { } invitation)
            return "this link was used already, or is older than 24 hours: ask for another one";

        var user = invitation.UserName.Length > 0 ? invitation.UserName : name;
        if (!UserNames.IsName(user))
            return $"a user's name has {UserNames.Allowed}";
        if (PasswordHash.Fault(password, user) is { } fault)
            return fault;

        var row = new UserRow { Name = user, Role = invitation.Role, Password = PasswordHash.Of(password), CreatedAt = time.GetUtcNow() };
        if (await store.AcceptInvitationAsync(Secret.Hash(code), row, time.GetUtcNow(), cancel).ConfigureAwait(false) != UserChange.Done)
            return "this link was used already";

        await AuditAsync(user, "chose a password", cancel).ConfigureAwait(false);
        return null;
    }

    /// <summary>Gives the user another password, and signs the user out everywhere.</summary>
    public async Task<OwnAccountFault?> ChangePasswordAsync(Caller caller, PresentPassword old, string password, CancellationToken cancel)
    {
        if (PasswordHash.Fault(password, caller.UserName) is { } fault)
            return new WrongInput(fault);
        if (await sessions.CheckPasswordAsync(caller, old, cancel).ConfigureAwait(false) is { } wrong)
            return wrong;

        await store.SetPasswordAsync(caller.UserName, PasswordHash.Of(password), cancel).ConfigureAwait(false);
        await AuditAsync(caller.UserName, "changed the password", cancel).ConfigureAwait(false);
        return null;
    }

    /// <summary>True when one-time codes are asked of the user.</summary>
    public async Task<bool> HasTotpAsync(Caller caller, CancellationToken cancel) =>
        await store.FindUserAsync(caller.UserName, cancel).ConfigureAwait(false) is { TotpSecret: not null };

    /// <summary>A secret for the user's app; nothing is kept before a code of it comes back.</summary>
    public static TotpOffer OfferTotp(Caller caller)
    {
        var secret = Totp.NewSecret();
        return new TotpOffer(secret, Totp.Uri(secret, caller.UserName));
    }

    /// <summary>Asks for one-time codes of this secret from now on, when the code is one and the password is right.</summary>
    public async Task<OwnAccountFault?> ConfirmTotpAsync(Caller caller, string secret, string code, PresentPassword password, CancellationToken cancel)
    {
        if (await HasTotpAsync(caller, cancel).ConfigureAwait(false))
            return new WrongInput("one-time codes are asked for already");
        if (Totp.StepOf(secret, code.Replace(" ", "", StringComparison.Ordinal), 0, time.GetUtcNow()) is not { } step)
            return new WrongInput("that is not the code of this moment: is the clock of the phone right?");
        if (await sessions.CheckPasswordAsync(caller, password, cancel).ConfigureAwait(false) is { } wrong)
            return wrong;

        await store.SetTotpAsync(caller.UserName, secret, cancel).ConfigureAwait(false);
        await store.UseTotpStepAsync(caller.UserName, step, cancel).ConfigureAwait(false);
        await AuditAsync(caller.UserName, "set one-time codes up", cancel).ConfigureAwait(false);
        return null;
    }

    /// <summary>Asks for no one-time codes any more, when the password is right.</summary>
    public async Task<OwnAccountFault?> RemoveTotpAsync(Caller caller, PresentPassword password, CancellationToken cancel)
    {
        if (await sessions.CheckPasswordAsync(caller, password, cancel).ConfigureAwait(false) is { } wrong)
            return wrong;

        await store.SetTotpAsync(caller.UserName, null, cancel).ConfigureAwait(false);
        await AuditAsync(caller.UserName, "took one-time codes away", cancel).ConfigureAwait(false);
        return null;
    }

    private Task AuditAsync(string who, string what, CancellationToken cancel) => audit.AuditAsync(new AuditRow(time.GetUtcNow(), who, what, ""), cancel);
}

using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Accounts;

/// <summary>Lets users and programs in, and knows them again.</summary>
internal sealed class SessionDesk(IAccountStore store, ActorRef<SignInMessage> signIns, TimeProvider time)
{
    // Six digits, with blanks between them as people copy them.
    private const int LongestCode = 32;
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(5);

    /// <summary>Signs somebody in, or says why not.</summary>
    public async Task<SignIn> SignInAsync(string name, string password, string code, Address from, CancellationToken cancel)
    {
        // A stranger's words are remembered and looked up by name: what can be nobody's goes no further.
        if (!UserNames.IsName(name) || password.Length > PasswordHash.Longest || code.Length > LongestCode)
            return new SignInRefused();

        var answer = new TaskCompletionSource<SignIn>(TaskCreationOptions.RunContinuationsAsynchronously);
        return signIns.Tell(new TrySignIn(name, password, code.Replace(" ", "", StringComparison.Ordinal), from, answer))
            ? await answer.Task.WaitAsync(cancel).ConfigureAwait(false)
            : new SignInHeldBack(WhenBusy);
    }

    /// <summary>What is wrong with the present password that a user gives; null when it is right.</summary>
    public async Task<OwnAccountFault?> CheckPasswordAsync(Caller caller, PresentPassword given, CancellationToken cancel)
    {
        if (given.Text.Length > PasswordHash.Longest)
            return OwnAccountFault.WrongPassword;

        var answer = new TaskCompletionSource<OwnAccountFault?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return signIns.Tell(new CheckPassword(caller.UserName, given, answer))
            ? await answer.Task.WaitAsync(cancel).ConfigureAwait(false)
            : new PasswordHeldBack(WhenBusy);
    }

    /// <summary>Ends a session.</summary>
    public Task SignOutAsync(string session, CancellationToken cancel) => store.RemoveSessionAsync(Secret.Hash(session), cancel);

    /// <summary>Who has this session; null when it counts no longer.</summary>
    public async Task<Caller?> FindCallerAsync(string session, CancellationToken cancel)
    {
        var (hash, now) = (Secret.Hash(session), time.GetUtcNow());
        if (await store.FindSessionAsync(hash, cancel).ConfigureAwait(false) is not { } found || !SessionRules.Counts(found.Session, now))
            return null;

        if (SessionRules.IsWorthNoting(found.Session.SeenAt, now))
            await store.TouchSessionAsync(hash, now, cancel).ConfigureAwait(false);
        return new Caller(found.User.Name, found.User.Role.Permissions(), found.User.Name);
    }

    /// <summary>Who has this API token; null when it counts no longer.</summary>
    public async Task<Caller?> FindBearerAsync(string text, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (!text.StartsWith(Secret.ApiToken, StringComparison.Ordinal)
            || await store.FindApiTokenAsync(Secret.Hash(text), cancel).ConfigureAwait(false) is not { } found
            || found.Token.ExpiresAt <= now)
        {
            return null;
        }

        if (SessionRules.IsWorthNoting(found.Token.SeenAt, now))
            await store.TouchApiTokenAsync(found.Token.Id, now, cancel).ConfigureAwait(false);
        var may = found.Token.Permissions & (found.User?.Role.Permissions() ?? Permission.All);
        return new Caller($"{(found.Token.UserName.Length > 0 ? found.Token.UserName : "token")}/{found.Token.Id}", may, found.Token.UserName) { TokenId = found.Token.Id, TokenEndsAt = found.Token.ExpiresAt };
    }
}

using System.Diagnostics.CodeAnalysis;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Accounts;

/// <summary>Looks at passwords, of users who sign in and of those who are to give it again, one at a time, within the login budget: a password is dear to check, and no stranger shall make us check many at once.</summary>
internal sealed partial class SignInActor : Actor<SignInMessage>
{
    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(10);

    // Checked when there is no such user, so that a stranger does not learn from the time it takes which names there are.
    private static readonly string NobodysPassword = PasswordHash.OfNobody();

    private readonly IAccountStore _store;
    private readonly Func<AuditRow, CancellationToken, Task> _audit;
    private readonly LoginBudget _budget;
    private readonly ILogger<SignInActor> _logger;

    /// <param name="store">The users.</param>
    /// <param name="audit">Where it is noted that somebody signed in.</param>
    /// <param name="budget">The tries that are left; outlives this actor, so that no failure gives them back.</param>
    /// <param name="logger">Where it is told that somebody could not.</param>
    public SignInActor(IAccountStore store, Func<AuditRow, CancellationToken, Task> audit, LoginBudget budget, ILogger<SignInActor> logger)
    {
        (_store, _audit, _budget, _logger) = (store, audit, budget, logger);
        Become(Ready);
    }

    private DateTimeOffset Now => Context.Time.GetUtcNow();

    // A clock may be set: tries go by what has passed.
    private TimeSpan Passed => Context.Time.GetElapsedTime(0);

    protected override ValueTask OnStarted()
    {
        Context.Every("trim", TrimEvery, new TrimAccounts());
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(SignInMessage message)
    {
        switch (message)
        {
            case TrySignIn attempt:
                await AnswerAsync(attempt.Answer, SignInAsync(attempt)).ConfigureAwait(false);
                break;
            case CheckPassword check:
                await AnswerAsync(check.Answer, CheckAsync(check)).ConfigureAwait(false);
                break;
            case TrimAccounts:
                await TrimAsync().ConfigureAwait(false);
                break;
        }
    }

    private static async ValueTask AnswerAsync<T>(TaskCompletionSource<T> answer, Task<T> work)
    {
        try
        {
            answer.TrySetResult(await work.ConfigureAwait(false));
        }
        catch (StoreUnavailableException failure)
        {
            answer.TrySetException(failure);
        }
    }

    private async Task<SignIn> SignInAsync(TrySignIn attempt)
    {
        var wait = _budget.Take(attempt.Name, attempt.From, Passed);
        if (wait > TimeSpan.Zero)
            return new SignInHeldBack(wait);

        var user = await _store.FindUserAsync(attempt.Name, Context.Stopping).ConfigureAwait(false);
        if (!IsPasswordOf(user, attempt.Password))
            return Refused(attempt);
        if (user.TotpSecret is not null && attempt.Code.Length == 0)
            return new CodeWanted();
        if (user.TotpSecret is { } secret && !await UseCodeAsync(user, secret, attempt.Code).ConfigureAwait(false))
            return Refused(attempt);

        _budget.Forgive(attempt.Name, attempt.From);
        return await BeginAsync(user, attempt.From).ConfigureAwait(false);
    }

    private async Task<OwnAccountFault?> CheckAsync(CheckPassword check)
    {
        var wait = _budget.Take(check.Name, check.Given.From, Passed);
        if (wait > TimeSpan.Zero)
            return new PasswordHeldBack(wait);

        // A right one gives no try back: who has found a browser signed in may know the password of another account.
        if (IsPasswordOf(await _store.FindUserAsync(check.Name, Context.Stopping).ConfigureAwait(false), check.Given.Text))
            return null;

        LogWrong(check.Name, check.Given.From);
        return OwnAccountFault.WrongPassword;
    }

    private static bool IsPasswordOf([NotNullWhen(true)] UserRow? user, string password) => PasswordHash.Verify(user?.Password ?? NobodysPassword, password) && user is not null;

    private async Task<bool> UseCodeAsync(UserRow user, string secret, string code) =>
        Totp.StepOf(secret, code, user.TotpStep, Now) is { } step && await _store.UseTotpStepAsync(user.Name, step, Context.Stopping).ConfigureAwait(false);

    private SignInRefused Refused(TrySignIn attempt)
    {
        LogRefused(attempt.Name, attempt.From);
        return new SignInRefused();
    }

    private async Task<SignIn> BeginAsync(UserRow user, Address from)
    {
        var session = Secret.New(Secret.Session);
        var row = new SessionRow { Hash = Secret.Hash(session), UserName = user.Name, CreatedAt = Now, SeenAt = Now, Address = from.ToString() };
        await _store.AddSessionAsync(row, Context.Stopping).ConfigureAwait(false);
        await _audit(new AuditRow(Now, user.Name, $"signed in from {from}", ""), Context.Stopping).ConfigureAwait(false);
        return new SignedIn(session);
    }

    private async ValueTask TrimAsync()
    {
        _budget.Trim(Passed);
        try
        {
            await _store.TrimAccountsAsync(Now - SessionRules.Idle, Now - SessionRules.Longest, Now, Context.Stopping).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // It is tried again in a while; what is over counts no longer, kept or not.
        }
    }

    [LoggerMessage(3801, LogLevel.Warning, "A sign-in as {Name} from {Address} is refused: name, password or code are wrong")]
    private partial void LogRefused(string name, Address address);

    [LoggerMessage(3802, LogLevel.Warning, "Somebody signed in as {Name} at {Address} gives a wrong present password")]
    private partial void LogWrong(string name, Address address);
}

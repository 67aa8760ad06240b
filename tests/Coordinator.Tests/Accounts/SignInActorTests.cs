using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Tests.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Accounts;

/// <summary>The tries that a stranger has are counted whatever happens to actor and clock.</summary>
public sealed class SignInActorTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Password = "correct horse battery";
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(100);
    private static readonly Address Stranger = Address.Parse("203.0.113.7");
    private static readonly Address Desk = Address.Parse("192.0.2.1");

    private readonly ActorHost _host = new();
    private readonly SqliteRig _database = new();
    private readonly LoginBudget _budget = new();
    private readonly IStore _store;
    private readonly IAccountStore _accounts;
    private readonly ActorRef<SignInMessage> _signIns;

    public SignInActorTests()
    {
        (_store, _accounts) = (_database.Open(), _database.Accounts());
        _signIns = _host.Spawn(() => new SignInActor(_accounts, (_, _) => throw new InvalidOperationException("a fault of ours"), _budget, NullLogger<SignInActor>.Instance));
    }

    public async Task InitializeAsync()
    {
        await _store.PrepareAsync(default);
        await _accounts.AddUserAsync(new UserRow { Name = "anna", Role = Role.Viewer, Password = PasswordHash.Of(Password), CreatedAt = _host.Time.GetUtcNow() }, default);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Stranger_has_no_tries_again_because_the_actor_failed()
    {
        await UseUpAsync();
        _ = Tell(Password, Desk);
        await _host.Time.TimerDueIn(Backoff).Soon();
        _host.Time.Advance(Backoff);

        Assert.IsType<SignInHeldBack>(await Tell("a guess", Stranger).Soon());
        Assert.Equal([100], _host.Log.Ids);
    }

    [Fact]
    public async Task Stranger_waits_no_longer_because_the_clock_was_set_back()
    {
        await UseUpAsync();
        _host.Time.SetClock(-TimeSpan.FromHours(1));

        Assert.Equal(new SignInHeldBack(TimeSpan.FromSeconds(30)), await Tell("a guess", Stranger).Soon());
        _host.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<SignInRefused>(await Tell("a guess", Stranger).Soon());
    }

    [Fact]
    public async Task Present_password_is_checked_one_try_of_the_same_budget_each()
    {
        Assert.Null(await CheckAsync(Password).Soon());
        for (var number = 0; number < 4; number++)
            Assert.Equal(OwnAccountFault.WrongPassword, await CheckAsync("a guess").Soon());

        Assert.Equal(new PasswordHeldBack(TimeSpan.FromSeconds(30)), await CheckAsync(Password).Soon());
        Assert.Equal(new SignInHeldBack(TimeSpan.FromSeconds(30)), await Tell(Password, Stranger).Soon());
        _host.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await CheckAsync(Password).Soon());
    }

    private async Task UseUpAsync()
    {
        for (var number = 0; number < 5; number++)
            Assert.IsType<SignInRefused>(await Tell("a guess", Stranger).Soon());
    }

    private Task<SignIn> Tell(string password, Address from)
    {
        var answer = new TaskCompletionSource<SignIn>(TaskCreationOptions.RunContinuationsAsynchronously);
        _signIns.Tell(new TrySignIn("anna", password, "", from, answer));
        return answer.Task;
    }

    private Task<OwnAccountFault?> CheckAsync(string password)
    {
        var answer = new TaskCompletionSource<OwnAccountFault?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _signIns.Tell(new CheckPassword("anna", new PresentPassword(password, Stranger), answer));
        return answer.Task;
    }
}

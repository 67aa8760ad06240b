using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Tests.Store;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Accounts;

/// <summary>What strangers send is judged before anybody remembers it.</summary>
public sealed class SessionDeskTests : IAsyncDisposable
{
    private static readonly Address Stranger = Address.Parse("203.0.113.7");

    private readonly ActorHost _host = new();
    private readonly SqliteRig _database = new();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_no_name_password_or_code_is_refused_and_told_to_nobody()
    {
        await using var store = _database.Open();
        var signIns = new Told<SignInMessage>(_host);
        var desk = new SessionDesk(_database.Accounts(), signIns.Ref, _host.Time);

        foreach (var (name, password, code) in new[] { ("", "x", ""), (new string('a', 65), "x", ""), ("an\0na", "x", ""), ("anna", new string('x', PasswordHash.Longest + 1), ""), ("anna", "x", new string('1', 33)) })
            Assert.IsType<SignInRefused>(await desk.SignInAsync(name, password, code, Stranger, default).Soon());
        var signIn = desk.SignInAsync("anna", "x", "123 456", Stranger, default);

        var attempt = Assert.IsType<TrySignIn>(await signIns.NextAsync());
        Assert.Equal(("anna", "x", "123456", Stranger), (attempt.Name, attempt.Password, attempt.Code, attempt.From));
        attempt.Answer.SetResult(new CodeWanted());
        Assert.IsType<CodeWanted>(await signIn.Soon());
    }
}

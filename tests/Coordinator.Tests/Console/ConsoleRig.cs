using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

/// <summary>A console over a coordinator of a test's own, on the loopback, with a user of each role; their password is <see cref="Password"/>.</summary>
internal sealed class ConsoleRig : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private static readonly string Hash = PasswordHash.Of(Password);

    private readonly CoordinatorRig _rig;
    private readonly Supervisor _supervisor;
    private readonly WebApplication _listener;

    private ConsoleRig(CoordinatorRig rig, Supervisor supervisor, WebApplication listener) => (_rig, _supervisor, _listener) = (rig, supervisor, listener);

    public CoordinatorRig Coordinator => _rig;

    public Uri Url => new(_listener.Urls.First());

    public static async Task<ConsoleRig> StartAsync()
    {
        var rig = await CoordinatorRig.StartAsync();
        foreach (var role in Enum.GetValues<Role>())
            await rig.Accounts.AddUserAsync(new UserRow { Name = role.Name(), Role = role, Password = Hash, CreatedAt = rig.Time.GetUtcNow() }, default);

        var supervisor = new Supervisor(rig.Time, NullLogger<Supervisor>.Instance);
        var budget = new LoginBudget();
        var signIns = supervisor.Spawn("sign-in", new Mailbox<SignInMessage>(32), () => new SignInActor(rig.Accounts, rig.Store.AuditAsync, budget, NullLogger<SignInActor>.Instance));
        var sessions = new SessionDesk(rig.Accounts, signIns, rig.Time);
        var desks = new ConsoleDesks(rig.Queries, rig.Changes, rig.Watch, rig.AccountDesk, sessions, new OwnAccountDesk(rig.Accounts, rig.Store, sessions, rig.Time));
        var api = new ApiEndpoints(rig.Queries, rig.Changes, rig.AuthorityDesk, rig.AccountDesk);
        var certificate = new ConsoleCertificate(null, null, new ListenerCertificate(rig.Authorities, "c1", ["127.0.0.1"], rig.Time));
        var console = new ConsoleListener(new ConsoleSettings(new IPEndPoint(IPAddress.Loopback, 0), []), desks, api, certificate);
        return new ConsoleRig(rig, supervisor, await console.StartAsync(NullLoggerProvider.Instance, default));
    }

    /// <summary>A browser that follows no redirects, as nobody yet.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
        SslOptions = { RemoteCertificateValidationCallback = new Shared.Pki.ServerCheck(() => _rig.Authorities.Trusted, _rig.Time).Callback },
    })
    {
        BaseAddress = Url,
        DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } },
    };

    /// <summary>A browser of somebody with this role.</summary>
    public async Task<HttpClient> SignedInAsync(Role role)
    {
        var session = await Sessions.SignInAsync(role.Name(), Password, "", Shared.Net.Address.Parse("192.0.2.1"), default).Soon();
        var browser = Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"__Host-portsentry={Assert.IsType<SignedIn>(session).Session}");
        return browser;
    }

    /// <summary>A program with a bearer token that may do this.</summary>
    public async Task<HttpClient> ProgramAsync(params string[] permissions)
    {
        var answer = await _rig.ChangeAsync(new AddApiToken("a test", permissions, 3600));
        var program = Browser();
        program.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        program.DefaultRequestHeaders.Authorization = new("Bearer", answer.ApiToken);
        return program;
    }

    public SessionDesk Sessions => (SessionDesk)_listener.Services.GetService(typeof(SessionDesk))!;

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _supervisor.StopAsync(TimeSpan.FromSeconds(5));
        _supervisor.Dispose();
        await _rig.DisposeAsync();
    }
}

using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Browser;

/// <summary>A fleet of three sensors, its console, and a browser beside it: anna is its first administrator, olaf an operator, vera a viewer.</summary>
public sealed class ConsoleFleet : IAsyncLifetime
{
    /// <summary>The collection of the tests that share it.</summary>
    public const string Name = "console";

    /// <summary>Everybody's password.</summary>
    public const string Password = "correct horse battery";

    /// <summary>The console, on the coordinator's own host.</summary>
    public const string Url = "https://127.0.0.1:7444";

    /// <summary>What the sensors never block.</summary>
    public const string Spared = "203.0.113.0/24";

    private readonly Dictionary<string, string> _sessions = [];
    private Fleet? _fleet;
    private ConsoleBrowser? _browser;
    private Task? _stage;
    private int _sources = 100;

    /// <summary>The fleet.</summary>
    public Fleet Fleet => _fleet ?? throw new InvalidOperationException("the fleet did not start");

    /// <summary>The browser.</summary>
    public ConsoleBrowser Browser => _browser ?? throw new InvalidOperationException("the browser did not start");

    /// <summary>The link that the first administrator came by.</summary>
    public string FirstLink { get; private set; } = "";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _fleet = await Fleet.StartAsync(
            3,
            files => files.With("IGNORE_FILE", files.Add("ignore", $"{Spared}\n")),
            // Gathered for longer than any test lasts.
            files => files.With("notify.siem", """{ kind = syslog, server = "udp://127.0.0.1:9", every = 1d }"""));
        _browser = await ConsoleBrowser.StartAsync(_fleet.Home);
        FirstLink = Invitation.In(_fleet.Coordinator.Errors);
        _sessions["anna"] = await _browser.AcceptAsync(FirstLink, "anna");
        await AddUserAsync("olaf", "operator");
        await AddUserAsync("vera", "viewer");
    }

    /// <summary>Invites somebody, who chooses the password and signs in.</summary>
    public async Task AddUserAsync(string user, string role) =>
        _sessions[user] = await Browser.AcceptAsync(Invitation.In(await Fleet.Coordinator.MustAsync("users", "invite", user, "--role", role)), user);

    /// <summary>Opens a window in which this user is signed in.</summary>
    public Task<ConsolePage> OpenAsync(string user, Look? look = null) => Browser.OpenAsync(look, _sessions[user]);

    /// <summary>An address that the attacker has from now on, and that nothing is known of.</summary>
    public async Task<IPAddress> SourceAsync()
    {
        var source = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.77.0.{++_sources}"));
        await NetLab.AddAddressAsync(Fleet.Attacker, source);
        return source;
    }

    /// <summary>Sets the stage, once.</summary>
    public Task StageAsync() => _stage ??= Stage.SetAsync(this);

    /// <summary>Scans a sensor's host with nmap.</summary>
    public Task ScanAsync(IPAddress from, int victim, string way = "-sS", string ports = "1-200") =>
        Fleet.Attacker.MustAsync("nmap", "-n", "-Pn", way, "-T5", "--max-retries", "0", "--min-rate", "1000", "-p", ports, "-S", from.ToString(), "-e", "eth0", Fleet.Sensors[victim].Host.IPv4.ToString());

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_fleet is not null)
            await _fleet.DisposeAsync();
    }
}

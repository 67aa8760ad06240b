using PortSentry.TestKit;

namespace PortSentry.System.Tests.Browser;

/// <summary>The console of a coordinator without any sensor, on a database of its own that can go away; anna is its administrator.</summary>
public sealed class LoneConsole : IAsyncLifetime
{
    private PostgresServer? _database;
    private Fleet? _fleet;
    private ConsoleBrowser? _browser;
    private string _session = "";

    /// <summary>The database.</summary>
    public PostgresServer Database => _database ?? throw new InvalidOperationException("the database did not start");

    /// <summary>The browser.</summary>
    public ConsoleBrowser Browser => _browser ?? throw new InvalidOperationException("the browser did not start");

    /// <summary>Opens a window in which anna is signed in.</summary>
    public Task<ConsolePage> OpenAsync() => Browser.OpenAsync(session: _session);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _database = await PostgresServer.MakeAsync();
        var store = await _database.MakeDatabaseAsync(bySocket: true);
        _fleet = await Fleet.StartAsync(0, configureCoordinator: files => files.With("store", $"\"{store}\""));
        _browser = await ConsoleBrowser.StartAsync(_fleet.Home);
        _session = await _browser.AcceptAsync(Invitation.In(_fleet.Coordinator.Errors), "anna");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_fleet is not null)
            await _fleet.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}

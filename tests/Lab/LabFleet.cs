using System.Net;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>The lab's fleet in namespaces: one coordinator, or two that share a PostgreSQL, three hosts with sensors, and an attacker.</summary>
internal sealed class LabFleet : IAsyncDisposable
{
    private const string Prefix = "lab";

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "portsentry-lab");

    // Not within the other: the server's user must get there, whatever the umask.
    private static readonly string PostgresFolder = Folder + "-postgres";

    private readonly NetLab _lab;
    private readonly List<NetHost> _homes = [];
    private readonly List<NetHost> _nets = [];
    private readonly List<CoordinatorProcess> _coordinators = [];
    private readonly List<LabHost> _hosts = [];
    private PostgresServer? _postgres;
    private NetHost? _attacker;

    private LabFleet(NetLab lab) => _lab = lab;

    /// <summary>The address from which the attacker scans when its own is blocked.</summary>
    public static IPAddress SecondSource { get; } = IPAddress.Parse("10.77.0.200");

    /// <summary>The coordinators that run.</summary>
    public IReadOnlyList<CoordinatorProcess> Coordinators => _coordinators;

    /// <summary>The hosts with sensors.</summary>
    public IReadOnlyList<LabHost> Hosts => _hosts;

    /// <summary>The host that scans.</summary>
    public NetHost Attacker => _attacker!;

    /// <summary>Takes down what an earlier run left, after a crash or on purpose.</summary>
    public static async Task CleanAsync()
    {
        await NetLab.RemoveAllAsync(Prefix);
        await Command.RunAsync("rm", "-rf", Folder, PostgresFolder);
    }

    /// <summary>Makes the hosts; nothing runs on them yet.</summary>
    public static async Task<LabFleet> MakeAsync(bool isHa)
    {
        var fleet = new LabFleet(await NetLab.CreateAsync(Prefix));
        foreach (var name in isHa ? new[] { "c1", "c2" } : ["c1"])
            fleet._homes.Add(await fleet._lab.AddHostAsync(name));
        foreach (var name in new[] { "s1", "s2", "s3" })
            fleet._nets.Add(await fleet._lab.AddHostAsync(name));
        fleet._attacker = await fleet._lab.AddHostAsync("attacker");
        await NetLab.AddAddressAsync(fleet.Attacker, SecondSource);
        foreach (var net in fleet._nets)
            await fleet.Attacker.MustAsync("ping", "-c", "1", net.IPv4.ToString());
        return fleet;
    }

    /// <summary>Starts the coordinators; two of them share a database.</summary>
    public async Task StartCoordinatorsAsync()
    {
        if (_homes.Count > 1)
            _postgres = await PostgresServer.MakeAsync(PostgresFolder);
        var store = _postgres is null ? null : $"\"{await _postgres.MakeDatabaseAsync(bySocket: true)}\"";
        foreach (var home in _homes)
        {
            var files = new CoordinatorFiles(Role(home), home.IPv4.ToString(), Path.Combine(Folder, Role(home))).With("store", store);
            _coordinators.Add(await CoordinatorProcess.StartAsync(home, files));
        }
    }

    /// <summary>Enrols and starts the sensors; returns once all are connected.</summary>
    public async Task StartSensorsAsync()
    {
        var token = await _coordinators[0].TokenAsync("--uses", "3");
        foreach (var net in _nets)
            _hosts.Add(await LabHost.StartAsync(Role(net), net, Path.Combine(Folder, Role(net)), [.. _coordinators.Select(one => one.Files.Url)], token));
        IReadOnlyDictionary<string, string> states = new Dictionary<string, string>();
        await Eventually.True(
            async () => (states = await _coordinators[0].SensorsAsync()).Count(sensor => sensor.Value == "up") == _hosts.Count,
            () => $"all sensors are up, not {string.Join(' ', states)}");
    }

    /// <summary>The coordinator that leads, once all are known to each other.</summary>
    public async Task<CoordinatorProcess> LeaderAsync()
    {
        List<string> names = [];
        var leaders = names;
        await Eventually.True(
            async () =>
            {
                var members = (await _coordinators[^1].JsonAsync("members", "list")).EnumerateArray().ToList();
                names = [.. members.Select(member => member.GetProperty("name").GetString()!)];
                leaders = [.. members.Where(member => member.GetProperty("isLeader").GetBoolean()).Select(member => member.GetProperty("name").GetString()!)];
                return names.Count == _coordinators.Count && leaders.Count == 1;
            },
            () => $"one coordinator leads; known are {string.Join(' ', names)}");
        return _coordinators.Single(coordinator => coordinator.Files.Name == leaders[0]);
    }

    /// <summary>Kills a coordinator as a power cut would.</summary>
    public async Task KillAsync(CoordinatorProcess coordinator)
    {
        await coordinator.KillAsync();
        _coordinators.Remove(coordinator);
        await coordinator.DisposeAsync();
    }

    /// <summary>The hosts on which the source reaches the open TCP port.</summary>
    public async Task<IReadOnlyList<LabHost>> ReachedAsync(IPAddress source)
    {
        var answers = await Task.WhenAll(_hosts.Select(host => Attacker.CanConnectAsync(host.Net.IPv4, LabHost.OpenPort, source)));
        return [.. _hosts.Where((_, index) => answers[index])];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        foreach (var coordinator in _coordinators)
            await coordinator.DisposeAsync();
        await _lab.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    private static string Role(NetHost host) => host.Name[(Prefix.Length + 1)..];
}

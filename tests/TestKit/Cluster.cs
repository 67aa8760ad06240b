using System.Globalization;
using PortSentry.TestKit.Simulation;

namespace PortSentry.TestKit;

/// <summary>A fleet with two coordinators on one PostgreSQL, in namespaces: the first leads, and the sensors talk to the second as long as they can.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly List<SensorProcess> _sensors = [];
    private readonly List<CoordinatorFiles> _files = [];

    private Cluster(NetLab lab, PostgresServer database, NetHost attacker) => (Lab, Database, Attacker) = (lab, database, attacker);

    /// <summary>Where all of it stands.</summary>
    public NetLab Lab { get; }

    /// <summary>The database.</summary>
    public PostgresServer Database { get; }

    /// <summary>The host that scans.</summary>
    public NetHost Attacker { get; }

    /// <summary>The coordinator that leads at first.</summary>
    public CoordinatorProcess First { get; private set; } = null!;

    /// <summary>The other one, which the sensors talk to.</summary>
    public CoordinatorProcess Second { get; private set; } = null!;

    /// <summary>The sensors.</summary>
    public IReadOnlyList<SensorProcess> Sensors => _sensors;

    /// <summary>Two coordinators and some sensors, all connected; what is to be configured otherwise is said of the coordinators' files.</summary>
    public static async Task<Cluster> StartAsync(Action<CoordinatorFiles, NetHost>? configure = null, int sensors = 2)
    {
        var lab = await NetLab.CreateAsync();
        var cluster = new Cluster(lab, await PostgresServer.MakeAsync(await lab.AddHostAsync("db")), await lab.AddHostAsync("attacker"));
        try
        {
            var store = await cluster.Database.MakeDatabaseAsync();
            cluster.First = await cluster.StartMemberAsync("c1", store, configure);
            await Eventually.True(() => cluster.First.Errors.Contains("leads from now on", StringComparison.Ordinal), "the first coordinator leads");
            cluster.Second = await cluster.StartMemberAsync("c2", store, configure);
            for (var number = 1; number <= sensors; number++)
                await cluster.AddSensorAsync(string.Create(CultureInfo.InvariantCulture, $"s{number}"));
            await cluster.AreUpAsync(cluster.First);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns once every sensor is connected and has carried out every order, as a coordinator sees it.</summary>
    public async Task AreUpAsync(CoordinatorProcess member)
    {
        using var operators = new OperatorClient(member.Files.ControlSocket);
        IReadOnlyList<(string Name, string State)> states = [];
        await Eventually.True(
            async () => (states = await operators.SensorsAsync().Soon()).Count(sensor => sensor.State == "up") == _sensors.Count,
            () => $"all sensors are up, not {string.Join(' ', states)}; {First.Errors}{Second.Errors}{string.Concat(_sensors.Select(sensor => sensor.Errors))}");
    }

    /// <summary>Returns once every sensor blocks exactly these.</summary>
    public async Task BlocksAre(params string[] targets)
    {
        foreach (var sensor in _sensors)
            await sensor.BlocksAre(targets);
    }

    /// <summary>Ends all of it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var sensor in _sensors)
        {
            await sensor.DisposeAsync();
            sensor.Files.Dispose();
        }

        foreach (var member in new[] { First, Second })
        {
            if (member is not null)
                await member.DisposeAsync();
        }

        await Database.DisposeAsync();
        await Lab.DisposeAsync();
        foreach (var files in _files)
            files.Dispose();
    }

    private async Task<CoordinatorProcess> StartMemberAsync(string name, string store, Action<CoordinatorFiles, NetHost>? configure)
    {
        var host = await Lab.AddHostAsync(name);
        var files = new CoordinatorFiles(name, host.IPv4.ToString()).With("store", $"\"{store}\"");
        configure?.Invoke(files, Attacker);
        _files.Add(files);
        return await CoordinatorProcess.StartAsync(host, files);
    }

    private async Task AddSensorAsync(string name)
    {
        var host = await Lab.AddHostAsync(name);
        var files = new SensorFiles().With("SENSOR_NAME", name).With("COORDINATOR", $"{Second.Files.Url} {First.Files.Url}");
        var enrolled = await host.RunAsync(Dist.Sensor, "enroll", Second.Files.Url, "--token", await First.TokenAsync(), "-c", files.Config);
        if (enrolled.ExitCode != 0)
            throw new InvalidOperationException($"enroll: exit {enrolled.ExitCode}: {enrolled.Errors}{enrolled.Output}{Second.Errors}");
        _sensors.Add(await SensorProcess.StartAsync(host, files));
    }
}

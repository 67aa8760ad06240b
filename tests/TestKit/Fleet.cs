using System.Globalization;
using System.Net;
using PortSentry.TestKit.Simulation;

namespace PortSentry.TestKit;

/// <summary>A fleet in namespaces: a coordinator, sensors that are enrolled with it, and an attacker that is none of them.</summary>
public sealed class Fleet : IAsyncDisposable
{
    private readonly List<SensorProcess> _sensors = [];
    private CoordinatorProcess? _coordinator;

    private Fleet(NetLab lab, NetHost home, NetHost attacker)
    {
        (Lab, Attacker) = (lab, attacker);
        Files = new CoordinatorFiles("c1", home.IPv4.ToString());
        Home = home;
    }

    /// <summary>Where all of it stands.</summary>
    public NetLab Lab { get; }

    /// <summary>The coordinator's host.</summary>
    public NetHost Home { get; }

    /// <summary>The coordinator's files.</summary>
    public CoordinatorFiles Files { get; }

    /// <summary>The coordinator.</summary>
    public CoordinatorProcess Coordinator => _coordinator ?? throw new InvalidOperationException("no coordinator runs");

    /// <summary>The sensors.</summary>
    public IReadOnlyList<SensorProcess> Sensors => _sensors;

    /// <summary>The host that scans.</summary>
    public NetHost Attacker { get; }

    /// <summary>A coordinator and so many sensors, all connected; what is to be configured otherwise is said of the sensors' files.</summary>
    public static async Task<Fleet> StartAsync(int sensors, Action<SensorFiles>? configure = null, Action<CoordinatorFiles>? configureCoordinator = null)
    {
        var lab = await NetLab.CreateAsync();
        var fleet = new Fleet(lab, await lab.AddHostAsync("c1"), await lab.AddHostAsync("attacker"));
        try
        {
            configureCoordinator?.Invoke(fleet.Files);
            await fleet.StartCoordinatorAsync();
            for (var number = 1; number <= sensors; number++)
                await fleet.AddSensorAsync(string.Create(CultureInfo.InvariantCulture, $"s{number}"), configure);
            await fleet.AreUpAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the coordinator, again after it was killed.</summary>
    public async Task StartCoordinatorAsync() => _coordinator = await CoordinatorProcess.StartAsync(Home, Files);

    /// <summary>Adds a host with a sensor of this name, enrols it and starts it.</summary>
    public async Task<SensorProcess> AddSensorAsync(string name, Action<SensorFiles>? configure = null)
    {
        var host = await Lab.AddHostAsync(name);
        var files = new SensorFiles().With("SENSOR_NAME", name);
        configure?.Invoke(files);
        await EnrolAsync(host, files, await Coordinator.TokenAsync());
        var sensor = await SensorProcess.StartAsync(host, files);
        _sensors.Add(sensor);
        return sensor;
    }

    /// <summary>Starts a sensor again with the files it had.</summary>
    public async Task<SensorProcess> RestartAsync(SensorProcess old)
    {
        var sensor = await SensorProcess.StartAsync(old.Host, old.Files);
        _sensors[_sensors.IndexOf(old)] = sensor;
        return sensor;
    }

    /// <summary>Enrols a sensor that must be taken.</summary>
    public async Task EnrolAsync(NetHost host, SensorFiles files, string token)
    {
        var result = await TryEnrolAsync(host, files, token);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"enroll: exit {result.ExitCode}: {result.Errors}{result.Output}{Coordinator.Errors}");
    }

    /// <summary>Enrols a sensor, or not.</summary>
    public Task<CommandResult> TryEnrolAsync(NetHost host, SensorFiles files, string token) =>
        host.RunAsync(Dist.Sensor, "enroll", Files.Url, "--token", token, "-c", files.Config);

    /// <summary>Returns once every sensor is connected and has carried out every order.</summary>
    public async Task AreUpAsync()
    {
        using var operators = new OperatorClient(Coordinator.Files.ControlSocket);
        IReadOnlyList<(string Name, string State)> states = [];
        await Eventually.True(
            async () => (states = await operators.SensorsAsync().Soon()).Count(sensor => sensor.State == "up") == _sensors.Count,
            () => $"all sensors are up, not {string.Join(' ', states)}; {Coordinator.Errors}{string.Concat(_sensors.Select(sensor => sensor.Errors))}");
    }

    /// <summary>Returns once every sensor blocks exactly these.</summary>
    public async Task BlocksAre(params string[] targets)
    {
        foreach (var sensor in _sensors)
            await sensor.BlocksAre(targets);
    }

    /// <summary>Touches a tripwire of a sensor's host, so that the attacker is blocked.</summary>
    public Task ScanAsync(SensorProcess victim, int port = 111, IPAddress? from = null) => Attacker.CanConnectAsync(victim.Host.IPv4, port, from);

    /// <summary>Ends all of it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var sensor in _sensors)
        {
            await sensor.DisposeAsync();
            sensor.Files.Dispose();
        }

        if (_coordinator is not null)
            await _coordinator.DisposeAsync();
        await Lab.DisposeAsync();
        Files.Dispose();
    }
}

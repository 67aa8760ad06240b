using System.Net;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.Lab;

/// <summary>A host of the lab's fleet: with a sensor, an open TCP port, and an open UDP port that echoes.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    public const int OpenPort = 80;

    private readonly TestService _service;
    private readonly Echo _echo;

    private LabHost(string name, SensorProcess sensor)
    {
        (Name, Sensor) = (name, sensor);
        (_service, _echo) = (sensor.Host.Serve(OpenPort), new Echo(sensor.Host));
    }

    /// <summary>The sensor's name in the fleet.</summary>
    public string Name { get; }

    /// <summary>Its sensor.</summary>
    public SensorProcess Sensor { get; }

    /// <summary>Its namespace.</summary>
    public NetHost Net => Sensor.Host;

    /// <summary>Enrols a sensor on a host, with a folder of its own, and starts it.</summary>
    /// <param name="name">Its name in the fleet.</param>
    /// <param name="net">The host.</param>
    /// <param name="folder">A folder for its files.</param>
    /// <param name="coordinators">Where the coordinators are.</param>
    /// <param name="token">What it enrols with.</param>
    public static async Task<LabHost> StartAsync(string name, NetHost net, string folder, IReadOnlyList<string> coordinators, string token)
    {
        Directory.CreateDirectory(folder);
        var files = new SensorFiles(folder).With("SENSOR_NAME", name).With("COORDINATOR", string.Join(' ', coordinators));
        await net.MustAsync(Dist.Sensor, "enroll", coordinators[0], "--token", token, "-c", files.Config);
        return new LabHost(name, await SensorProcess.StartAsync(net, files));
    }

    /// <summary>Its block of a source.</summary>
    public async Task<JsonElement> BlockAsync(IPAddress source) =>
        (await Sensor.BlocksAsync()).Single(block => block.GetProperty("target").GetString() == source.ToString());

    public async ValueTask DisposeAsync()
    {
        await Sensor.DisposeAsync();
        await _service.DisposeAsync();
        await _echo.DisposeAsync();
    }
}

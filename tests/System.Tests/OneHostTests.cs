using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Base of tests with one sensor and one attacker: the lab is made for each test.</summary>
public abstract class OneHostTests : IAsyncLifetime
{
    private NetLab? _lab;

    /// <summary>The lab.</summary>
    protected NetLab Lab => _lab!;

    /// <summary>The host the sensor runs on.</summary>
    protected NetHost Victim { get; private set; } = null!;

    /// <summary>The host that scans, or behaves.</summary>
    protected NetHost Other { get; private set; } = null!;

    /// <summary>The sensor's files.</summary>
    protected SensorFiles Files { get; } = new();

    public async Task InitializeAsync()
    {
        try
        {
            await MakeHostsAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task MakeHostsAsync()
    {
        _lab = await NetLab.CreateAsync();
        Victim = await _lab.AddHostAsync("victim");
        Other = await _lab.AddHostAsync("other");
        // Both ends know each other before the first probe: its time is its own.
        await Other.MustAsync("ping", "-c", "1", Victim.IPv4.ToString());
        await Other.MustAsync("ping", "-c", "1", Victim.IPv6.ToString());
    }

    public async Task DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        Files.Dispose();
    }

    /// <summary>Touches a tripwire from an address that did nothing else and waits until it is blocked: whatever came before has been judged by then.</summary>
    protected Task<string> MarkAsync(SensorProcess sensor) => MarkAsync(sensor, marker => Other.CanConnectAsync(Victim.IPv4, 111, marker));

    /// <summary>The same by UDP.</summary>
    protected Task<string> MarkByUdpAsync(SensorProcess sensor) => MarkAsync(sensor, marker =>
    {
        Other.SendUdp(Victim.IPv4, 111, from: marker);
        return Task.CompletedTask;
    });

    private async Task<string> MarkAsync(SensorProcess sensor, Func<IPAddress, Task> touch)
    {
        var marker = IPAddress.Parse("10.77.0.200");
        await NetLab.AddAddressAsync(Other, marker);
        await touch(marker);
        await Eventually.True(
            async () => (await sensor.BlocksAsync()).Any(block => block.GetProperty("target").GetString() == marker.ToString()),
            () => $"the marker is blocked; {sensor.Errors}{sensor.Output}");
        return marker.ToString();
    }
}

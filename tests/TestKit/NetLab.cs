using System.Globalization;
using System.Net;

namespace PortSentry.TestKit;

/// <summary>Hosts in network namespaces, joined by a switch that knows no other way out; taken down at the end.</summary>
public sealed class NetLab : IAsyncDisposable
{
    private static int _count;

    private readonly string _prefix;
    private readonly List<NetHost> _hosts = [];

    private NetLab(string prefix) => _prefix = prefix;

    private string Switch => $"{_prefix}-sw";

    /// <summary>A lab with a switch and no host, whose names are its own.</summary>
    public static Task<NetLab> CreateAsync() =>
        CreateAsync(string.Create(CultureInfo.InvariantCulture, $"pst{Environment.ProcessId}x{Interlocked.Increment(ref _count)}"));

    /// <summary>A lab with a switch and no host, whose namespaces are named PREFIX-ROLE.</summary>
    public static async Task<NetLab> CreateAsync(string prefix)
    {
        var lab = new NetLab(prefix);
        await Command.MustAsync("ip", "netns", "add", lab.Switch);
        await Ip(lab.Switch, "link", "add", "br0", "type", "bridge");
        await Ip(lab.Switch, "link", "set", "br0", "up");
        return lab;
    }

    /// <summary>Adds a host with the addresses 10.77.0.N and fd77::N on eth0.</summary>
    public async Task<NetHost> AddHostAsync(string role)
    {
        var number = _hosts.Count + 1;
        var host = new NetHost($"{_prefix}-{role}", IPAddress.Parse($"10.77.0.{number}"), IPAddress.Parse($"fd77::{number}"));
        await Command.MustAsync("ip", "netns", "add", host.Name);
        _hosts.Add(host);
        await Ip(host.Name, "link", "set", "lo", "up");
        await Ip(host.Name, "link", "add", "eth0", "type", "veth", "peer", "name", $"port{number}", "netns", Switch);
        await Ip(Switch, "link", "set", $"port{number}", "master", "br0", "up");
        await Ip(host.Name, "link", "set", "eth0", "up");
        await AddAddressAsync(host, host.IPv4);
        await AddAddressAsync(host, host.IPv6);
        return host;
    }

    /// <summary>Gives a host one more address on its link.</summary>
    public static async Task AddAddressAsync(NetHost host, IPAddress address, string device = "eth0") =>
        await Ip(host.Name, ["addr", "add", address.ToString().Contains(':') ? $"{address}/64" : $"{address}/24", "dev", device, .. NoDad(address)]);

    /// <summary>Runs ip(8) within a namespace.</summary>
    public static Task<string> Ip(string name, params string[] words) => Command.MustAsync(["ip", "-n", name, .. words]);

    /// <summary>Takes all namespaces down, and with them what runs on their links.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var name in _hosts.Select(host => host.Name).Append(Switch))
            await RemoveAsync(name);
    }

    /// <summary>Takes down whatever is left of labs of this prefix.</summary>
    public static async Task RemoveAllAsync(string prefix)
    {
        foreach (var line in (await Command.MustAsync("ip", "netns", "list")).Split('\n'))
        {
            if (line.StartsWith($"{prefix}-", StringComparison.Ordinal))
                await RemoveAsync(line.Split(' ')[0]);
        }
    }

    private static async Task RemoveAsync(string name)
    {
        foreach (var pid in (await Command.RunAsync("ip", "netns", "pids", name)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await Command.RunAsync("kill", "-9", pid);
        await Command.RunAsync("ip", "netns", "del", name);
    }

    private static string[] NoDad(IPAddress address) => address.ToString().Contains(':') ? ["nodad"] : [];
}

using System.Diagnostics;
using System.Globalization;

namespace PortSentry.TestKit;

/// <summary>A proxy for HTTP on a host of the lab: tinyproxy.</summary>
public sealed class ProxyProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryFolder _folder = new();

    private ProxyProcess(NetHost host, int port, int allowed)
    {
        File.WriteAllText(_folder["tinyproxy.conf"], string.Create(CultureInfo.InvariantCulture, $"Port {port}\nConnectPort {allowed}\nTimeout 600\n"));
        _process = host.Start("tinyproxy", "-d", "-c", _folder["tinyproxy.conf"]);
    }

    /// <summary>Starts it on a port, with leave to connect to another one, and returns once it listens.</summary>
    public static async Task<ProxyProcess> StartAsync(NetHost host, int port, int allowed)
    {
        var proxy = new ProxyProcess(host, port, allowed);
        await Eventually.True(async () => proxy._process.HasExited || await host.CanConnectAsync(host.IPv4, port), () => "the proxy listens");
        return proxy._process.HasExited ? throw new InvalidOperationException($"tinyproxy ended with {proxy._process.ExitCode}") : proxy;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}

using System.Globalization;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>What a program serves beside its work, as its own host reads it.</summary>
internal static class MetricsPage
{
    public const int SensorPort = 9836;
    public const int CoordinatorPort = 7445;

    public static async Task<string> ReadAsync(NetHost host, int port, string path)
    {
        var result = new CommandResult(1, "", "");
        await Eventually.True(async () => (result = await host.RunAsync("curl", "-sf", Url(port, path))).ExitCode == 0, () => $"{path} of {port} is served: {result}");
        return result.Output;
    }

    public static string Url(int port, string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{path}");
}

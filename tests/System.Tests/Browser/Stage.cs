using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Browser;

/// <summary>What is to be seen on the pages that are looked at.</summary>
internal static class Stage
{
    /// <summary>The source that does most.</summary>
    public const string Noisy = "10.77.0.90";

    /// <summary>A target that every sensor refuses to block.</summary>
    public const string Refused = "203.0.113.5";

    /// <summary>Sets it: scans of several kinds, blocks by hand, an order that is refused, entries of every list.</summary>
    public static async Task SetAsync(ConsoleFleet console)
    {
        var noisy = IPAddress.Parse(Noisy);
        await NetLab.AddAddressAsync(console.Fleet.Attacker, noisy);
        for (var victim = 0; victim < 3; victim++)
            await console.ScanAsync(noisy, victim, "-sX", "1-700");
        foreach (var (way, victim) in new[] { ("-sS", 0), ("-sF", 1), ("-sN", 2), ("-sX", 0) })
            await console.ScanAsync(await console.SourceAsync(), victim, way);

        var coordinator = console.Fleet.Coordinator;
        await coordinator.MustAsync("blocks", "add", "192.0.2.32/28", "--for", "7d", "--reason", "a botnet of last night");
        var list = Path.Combine(console.Fleet.Files.Folder, "drop.txt");
        await File.WriteAllTextAsync(list, $"# whom nobody wants\n192.0.2.64/28 ; SBL1\n192.0.2.16\n{console.Fleet.Home.IPv4}\nnonsense\n");
        await coordinator.MustAsync("lists", "import", list, "--reason", "the abuse desk's list");
        await coordinator.MustAsync("blocks", "add", Refused, "--reason", "probing the VPN");
        await coordinator.MustAsync("ignore", "add", "192.0.2.128/25", "--reason", "our own scanner");
        await coordinator.MustAsync("tokens", "add");
        await coordinator.MustAsync("api-tokens", "add", "grafana", "--may", "read");
        await coordinator.MustAsync("sensors", "label", "s1", "env=prod", "site=fra");
    }
}

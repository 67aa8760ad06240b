using PortSentry.TestKit;

namespace PortSentry.System.Tests.Packages;

/// <summary>The packages of this checkout, the next version's too, and a Debian that has portsentry 1.2, as apt installs it.</summary>
public sealed class BuiltPackages : IAsyncLifetime, IDisposable
{
    /// <summary>The version that upgrades the one of this checkout.</summary>
    public const string Next = "3.999.0";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The version of this checkout.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The root of that Debian, which tests only read.</summary>
    public string Debian => _folder["debian"];

    /// <summary>Where the packages lie.</summary>
    public static string Folder => Path.Combine(Dist.Root, "dist");

    public async Task InitializeAsync()
    {
        // apt's own lists and sources, whatever they are on this machine.
        var debian = Command.MustAsync("sh", "-c", $"mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends false' --include=portsentry,libnftables1,nftables,libssl3,libstdc++6,iproute2,iptables,adduser,systemd bookworm {Debian} $(ls /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null)");
        Version = (await PackageAsync()).Split('_')[1];
        await PackageAsync(Next);
        await debian;
    }

    public Task DisposeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, $"*{Next}*"))
            File.Delete(file);
        return Task.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A package's file.</summary>
    public static string FileOf(string package, string version) => Path.Combine(Folder, $"{package}_{version}_amd64.deb");

    private static Task<string> PackageAsync(params string[] version) => Command.MustAsync([Path.Combine(Dist.Root, "scripts", "package"), .. version]);
}

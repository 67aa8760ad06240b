using PortSentry.TestKit;

namespace PortSentry.System.Tests.Packages;

/// <summary>install.sh and uninstall.sh, in a folder in the place of the root.</summary>
[Collection(nameof(BuiltPackages))]
public sealed class TarballTests(BuiltPackages packages) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Install_keeps_a_configuration_that_is_there_and_uninstall_takes_all_out_again()
    {
        await Command.MustAsync("tar", "-C", _folder.Name, "--strip-components=1", "-xzf", Path.Combine(BuiltPackages.Folder, $"portsentry-{packages.Version}-linux-amd64.tar.gz"));
        var (root, configuration) = (_folder["root"], _folder["root/etc/portsentry/portsentry.conf"]);

        await RunAsync("install.sh", "sensor", "coordinator");
        await File.AppendAllTextAsync(configuration, "# mine\n");
        await RunAsync("install.sh", "sensor");

        Assert.EndsWith("# mine\n", await File.ReadAllTextAsync(configuration), StringComparison.Ordinal);
        Assert.StartsWith("3.", await Command.MustAsync(Path.Combine(root, "usr/local/sbin/portsentry"), "-V"), StringComparison.Ordinal);
        Assert.Contains("ExecStart=/usr/local/sbin/portsentry-coordinator", await File.ReadAllTextAsync(Path.Combine(root, "etc/systemd/system/portsentry-coordinator.service")), StringComparison.Ordinal);

        await RunAsync("uninstall.sh", "sensor", "coordinator");
        Assert.Equal(["portsentry", "portsentry.conf", "portsentry.ignore"], Left(root));

        await RunAsync("uninstall.sh", "--purge", "sensor", "coordinator");
        Assert.Empty(Left(root));
    }

    private Task<string> RunAsync(string script, params string[] words) => Command.MustAsync(["env", $"DESTDIR={_folder["root"]}", _folder[script], .. words]);

    private static IEnumerable<string> Left(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}

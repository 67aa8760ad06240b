using PortSentry.TestKit;

namespace PortSentry.System.Tests.Packages;

/// <summary>A Debian whose systemd is at work, on a host of the lab.</summary>
public sealed class BootedDebian : IAsyncDisposable
{
    /// <summary>The first process of a system: what it needs to find, then systemd in its place.</summary>
    private const string Boot = "umount /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup && mount -t proc proc /proc && exec env -i container=test PATH=$PATH /lib/systemd/systemd --unit=multi-user.target";

    private readonly Enclave _enclave;
    private readonly string _group;

    private BootedDebian(Enclave enclave, string group) => (_enclave, _group) = (enclave, group);

    /// <summary>Boots what lies in this enclave, in a control group of this name.</summary>
    public static async Task<BootedDebian> StartAsync(Enclave enclave, string group)
    {
        var debian = new BootedDebian(enclave, group);
        await enclave.MustAsync($"mount -t sysfs none /sys && mount -t cgroup2 none /sys/fs/cgroup && mkdir /sys/fs/cgroup/{group}");
        await enclave.MustAsync($"( echo 0 >/sys/fs/cgroup/{group}/cgroup.procs; exec unshare -m -p -f -C --kill-child sh -c '{Boot}' ) >/var/tmp/boot 2>&1 &");
        await Eventually.True(async () => (await debian.RunAsync("systemctl is-system-running")).Output.Trim() is "running" or "degraded", () => "systemd has started what it starts");
        return debian;
    }

    /// <summary>Runs a command there to its end.</summary>
    public Task<CommandResult> RunAsync(string command) => _enclave.RunAsync(Within(command));

    /// <summary>Runs a command there that must succeed and returns its output.</summary>
    public Task<string> MustAsync(string command) => _enclave.MustAsync(Within(command));

    /// <summary>What systemd knows of a unit.</summary>
    public async Task<string> PropertyAsync(string unit, string name) => (await MustAsync($"systemctl show {unit} -p {name} --value")).Trim();

    /// <summary>Ends all of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _enclave.DisposeAsync();
        // The groups outlive their processes.
        await Eventually.True(
            async () => (await Command.RunAsync("unshare", "-m", "sh", "-c", $"mount -t cgroup2 none /mnt && find /mnt/{_group} -depth -type d -exec rmdir {{}} +")).ExitCode == 0,
            () => "nothing of it runs any more");
    }

    private static string Within(string command) =>
        $"nsenter -t \"$(pgrep -xo systemd)\" -m -p -C -r -w sh -c '{command.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

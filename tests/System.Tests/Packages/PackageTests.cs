using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Packages;

/// <summary>What apt and dpkg do with the packages, in a Debian of its own: over portsentry 1.2 with a changed configuration, upgraded, removed and purged.</summary>
[Collection(nameof(BuiltPackages))]
public sealed class PackageTests(BuiltPackages packages) : OneHostTests
{
    private const string Sensor = "portsentry";
    private const string Coordinator = "portsentry-coordinator";
    private const string Remains = "find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /packages -o -path /var/lib/apt -o -path /var/log \\) -prune -o -name '*portsentry*' -print";

    /// <summary>What an administrator made of 1.2: every file that is theirs to change.</summary>
    private const string Change = """
        sed -i 's/^TCP_PORTS=.*/TCP_PORTS="2,12,2049"/; s/^BLOCK_TCP=.*/BLOCK_TCP="1"/' /etc/portsentry/portsentry.conf &&
        printf 'TCP_MODE="stcp"\nUDP_MODE=""\n' >/etc/default/portsentry &&
        echo 192.0.2.99 >>/etc/portsentry/portsentry.ignore.static && echo '# mine' >>/etc/init.d/portsentry &&
        echo '1795333840 - 11/22/2026 07:50:40 Host: scanner.example/192.0.2.77 Port: 111 TCP Blocked' >/var/lib/portsentry/portsentry.blocked.stcp &&
        echo '# mine' >>/etc/ppp/ip-up.d/portsentry && echo 'Attack Alert from long ago' >/var/lib/portsentry/portsentry.history &&
        md5sum /etc/portsentry/* /etc/default/portsentry /var/lib/portsentry/portsentry.history >/var/tmp/sums
        """;

    [Fact]
    public async Task Changed_configuration_of_Debians_1_2_stays_as_it_is_and_is_what_the_sensor_runs_by_until_it_is_purged()
    {
        await using var debian = await StartAsync();
        await debian.MustAsync(Change);

        await InstallAsync(debian, Sensor, packages.Version);

        await debian.MustAsync("md5sum -c --quiet /var/tmp/sums");
        Assert.Equal("/etc/init.d/portsentry.dpkg-bak\n", await debian.MustAsync("ls /etc/init.d/*portsentry* /etc/rc?.d/*portsentry /etc/ppp/ip-down.d/portsentry 2>/dev/null; true"));
        Assert.Contains("/etc/systemd/system/multi-user.target.wants/portsentry.service", await debian.MustAsync(Remains), StringComparison.Ordinal);
        await RunAsync(debian);
        var status = JsonDocument.Parse(await debian.MustAsync("portsentry status -o json")).RootElement;
        Assert.Equal("stcp", string.Join(' ', status.GetProperty("modes").EnumerateArray()));
        Assert.Equal("2,12,2049", status.GetProperty("detectors")[0].GetProperty("tripwires").GetString());
        Assert.Contains("portsentry.blocked.stcp.1.2: 1\n", await debian.MustAsync("portsentry import /etc/portsentry"), StringComparison.Ordinal);
        await Other.CanConnectAsync(Victim.IPv4, 12);
        await Eventually.True(async () => (await debian.MustAsync("portsentry blocks")).Contains(Other.IPv4.ToString(), StringComparison.Ordinal), () => "the scan is seen and its source is blocked");
        Assert.Contains("ALL:", await debian.MustAsync("cat /etc/hosts.deny"), StringComparison.Ordinal);

        await InstallAsync(debian, Sensor, BuiltPackages.Next);
        await debian.MustAsync("grep -v history /var/tmp/sums | md5sum -c --quiet");
        Assert.Contains(Other.IPv4.ToString(), await debian.MustAsync("portsentry blocks"), StringComparison.Ordinal);

        await debian.MustAsync("dpkg --remove portsentry");
        Assert.Equal("", await debian.MustAsync("nft list ruleset; grep -v '^#' /etc/hosts.deny; ip route show proto 119; pgrep -x portsentry; true"));
        await debian.MustAsync("grep -v history /var/tmp/sums | md5sum -c --quiet");

        await debian.MustAsync("dpkg --purge portsentry");
        Assert.Equal("", await debian.MustAsync(Remains));
    }

    [Fact]
    public async Task Kept_configuration_serves_a_package_that_is_installed_again()
    {
        await using var debian = await StartAsync();
        await debian.MustAsync(Change);
        await InstallAsync(debian, Sensor, packages.Version);
        await debian.MustAsync("dpkg --remove portsentry");

        await InstallAsync(debian, Sensor, packages.Version);

        await debian.MustAsync("md5sum -c --quiet /var/tmp/sums");
    }

    [Theory]
    [InlineData("KILL_RUN_CMD")]
    [InlineData("KILL_ROUTE")]
    public async Task Command_that_1_2_ran_keeps_its_rights_and_a_service_that_was_off_stays_off(string key)
    {
        await using var debian = await StartAsync();
        await debian.MustAsync($"sed -i '/^{key}=/d' /etc/portsentry/portsentry.conf && echo '{key}=\"/usr/bin/true $TARGET$\"' >>/etc/portsentry/portsentry.conf && update-rc.d portsentry disable");

        await InstallAsync(debian, Sensor, packages.Version);

        var there = await debian.MustAsync(Remains + "; ls /etc/systemd/system/portsentry.service.d");
        Assert.EndsWith("\ncommands.conf\n", there, StringComparison.Ordinal);
        Assert.DoesNotContain("multi-user.target.wants", there, StringComparison.Ordinal);
        await debian.MustAsync("dpkg --purge portsentry");
        Assert.Equal("", await debian.MustAsync(Remains));
    }

    [Fact]
    public async Task Fresh_sensor_has_a_configuration_without_a_fault_that_blocks_nobody_yet_and_goes_whole()
    {
        await using var debian = await StartAsync();
        await debian.MustAsync("dpkg --purge portsentry");

        await InstallAsync(debian, Sensor, packages.Version);

        Assert.DoesNotContain("warning", await debian.MustAsync("portsentry check"), StringComparison.Ordinal);
        await RunAsync(debian);
        await debian.MustAsync("portsentry status -o json | grep -q atcp && portsentry status | grep -qi simulat");
        await debian.MustAsync("dpkg --purge portsentry");
        Assert.Equal("", await debian.MustAsync(Remains));
        Assert.Equal("", await debian.MustAsync("nft list ruleset"));
    }

    [Fact]
    public async Task Configuration_that_names_no_mode_does_not_fail_the_installation()
    {
        await using var debian = await StartAsync();
        await debian.MustAsync("printf 'TCP_MODE=\"\"\nUDP_MODE=\"\"\n' >/etc/default/portsentry");

        await InstallAsync(debian, Sensor, packages.Version);

        Assert.Equal("ii ", (await debian.MustAsync("dpkg-query -W -f '${db:Status-Abbrev}' portsentry"))[..3]);
        Assert.Equal(1, (await debian.RunAsync("portsentry --foreground")).ExitCode);
    }

    [Fact]
    public async Task Coordinator_runs_as_a_user_of_its_own_keeps_its_configuration_and_goes_whole()
    {
        await using var debian = await StartAsync();
        await InstallAsync(debian, Coordinator, packages.Version);
        await debian.MustAsync("echo '# mine' >>/etc/portsentry/coordinator.hocon && md5sum /etc/portsentry/coordinator.hocon >/var/tmp/sums");
        await debian.MustAsync("install -d -o portsentry-coordinator -m 750 /var/lib/portsentry-coordinator /run/portsentry-coordinator /var/cache/portsentry-coordinator");
        await debian.MustAsync("setpriv --reuid portsentry-coordinator --regid portsentry-coordinator --clear-groups --bounding-set=-all env DOTNET_BUNDLE_EXTRACT_BASE_DIR=/var/cache/portsentry-coordinator portsentry-coordinator serve >/var/tmp/coordinator 2>&1 &");
        await Eventually.True(async () => (await debian.RunAsync("portsentry-coordinator members list")).ExitCode == 0, () => "it serves");

        await InstallAsync(debian, Coordinator, BuiltPackages.Next);
        await debian.MustAsync("md5sum -c --quiet /var/tmp/sums");
        Assert.Equal("640 portsentry-coordinator\n", await debian.MustAsync("stat -c '%a %G' /etc/portsentry/coordinator.hocon"));

        await debian.MustAsync("dpkg --purge portsentry-coordinator portsentry");
        Assert.Equal("", await debian.MustAsync(Remains));
        Assert.Equal("", await debian.MustAsync("getent passwd portsentry-coordinator; pgrep -f portsentry-coordinator; true"));
    }

    [Fact]
    public async Task Sensor_works_as_a_user_of_its_own_with_ambient_capabilities()
    {
        await using var debian = await StartAsync();
        await InstallAsync(debian, Sensor, packages.Version);
        await debian.MustAsync("adduser --quiet --system --group --home /var/lib/portsentry --no-create-home portsentry && install -d -o portsentry /var/lib/portsentry /run/portsentry");
        await debian.MustAsync("printf 'BLOCK_TCP=\"1\"\nTCP_PORTS=\"12\"\n' >/etc/portsentry/portsentry.conf");
        await debian.MustAsync("setpriv --reuid portsentry --regid portsentry --clear-groups --inh-caps=-all,+net_raw,+net_admin,+net_bind_service --ambient-caps=-all,+net_raw,+net_admin,+net_bind_service --bounding-set=-all,+net_raw,+net_admin,+net_bind_service portsentry -stcp --foreground >/var/tmp/sensor 2>&1 &");
        await Eventually.True(async () => (await debian.RunAsync("cat /var/tmp/sensor")).Output.Contains("watching", StringComparison.Ordinal), () => "it watches");

        await Other.CanConnectAsync(Victim.IPv4, 12);

        await Eventually.True(async () => (await debian.MustAsync("portsentry blocks; nft list set inet portsentry hosts4")).Split(Other.IPv4.ToString()).Length == 3, () => "the source is blocked");
    }

    [Fact]
    public async Task Lintian_has_no_error_to_tell()
    {
        var said = await Command.RunAsync("lintian", "--fail-on", "error", "--allow-root", BuiltPackages.FileOf(Sensor, packages.Version), BuiltPackages.FileOf(Coordinator, packages.Version));

        Assert.True(said.ExitCode == 0, said.Output + said.Errors);
        Assert.DoesNotContain("E: ", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_sources_make_the_same_bytes()
    {
        var before = await SumAsync();

        await Command.MustAsync(Path.Combine(Dist.Root, "scripts", "package"));

        Assert.Equal(before, await SumAsync());
    }

    private Task<string> SumAsync() => Command.MustAsync("sh", "-c", $"cd {BuiltPackages.Folder} && sha256sum *{packages.Version}*");

    /// <summary>A shell in that Debian, on the victim's network.</summary>
    private Task<Enclave> StartAsync() => Enclave.StartInAsync(Victim, packages.Debian, Files.Folder, BuiltPackages.Folder);

    private static Task<string> InstallAsync(Enclave debian, string package, string version) =>
        debian.MustAsync($"DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /packages/{package}_{version}_amd64.deb");

    private static async Task RunAsync(Enclave debian)
    {
        await debian.MustAsync("mkdir -p /run/portsentry; portsentry --foreground >/var/tmp/sensor 2>&1 &");
        await Eventually.True(async () => (await debian.RunAsync("portsentry status")).ExitCode == 0, () => "the sensor watches");
    }
}

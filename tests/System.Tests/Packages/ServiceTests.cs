using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Packages;

/// <summary>The packages' units under a real systemd: started, reloaded, replaced and watched over.</summary>
[Collection(nameof(BuiltPackages))]
public sealed class ServiceTests(BuiltPackages packages) : OneHostTests
{
    private const string Unit = "portsentry";
    private const string Configure = "sed -i 's/^BLOCK_TCP=.*/BLOCK_TCP=\"1\"/' /etc/portsentry/portsentry.conf && printf 'TCP_MODE=\"stcp\"\nUDP_MODE=\"\"\n' >/etc/default/portsentry";

    [Fact]
    public async Task Service_of_1_2_goes_on_as_ours_with_its_modes_and_its_ways_to_block_through_upgrades_until_it_is_purged()
    {
        await using var debian = await StartAsync();
        Assert.Contains("-stcp", await debian.MustAsync("pgrep -a portsentry"), StringComparison.Ordinal);

        await InstallAsync(debian, Unit, packages.Version);

        Assert.Equal(("active", "notify", "mode stcp, watching"), (await debian.PropertyAsync(Unit, "ActiveState"), await debian.PropertyAsync(Unit, "Type"), await debian.PropertyAsync(Unit, "StatusText")));
        await ProbeAsync(debian);
        var told = "";
        await Eventually.True(async () => (told = await debian.MustAsync($"journalctl -u {Unit} -o json -n 1 PORTSENTRY_SOURCE={Other.IPv4} PORTSENTRY_KIND=syn")).Contains("PORTSENTRY_PORT", StringComparison.Ordinal), () => "the journal has the alarm");
        var alarm = JsonDocument.Parse(told).RootElement;
        Assert.Equal(("11", "stcp", "5", "portsentry"), (Field(alarm, "PORTSENTRY_PORT"), Field(alarm, "PORTSENTRY_MODE"), Field(alarm, "PRIORITY"), Field(alarm, "SYSLOG_IDENTIFIER")));
        Assert.StartsWith("attackalert: TCP SYN/Normal scan from host: ", Field(alarm, "MESSAGE"), StringComparison.Ordinal);
        // 1.2's own configuration blocks by hosts.deny: whoever a service runs as must be able to read it.
        await Eventually.True(async () => (await debian.RunAsync("setpriv --reuid nobody --clear-groups cat /etc/hosts.deny /var/lib/portsentry/hosts.deny")).Output.Contains(Other.IPv4.ToString(), StringComparison.Ordinal), () => "it is in hosts.deny");

        var before = await debian.PropertyAsync(Unit, "MainPID");
        await InstallAsync(debian, Unit, BuiltPackages.Next);
        Assert.Equal("active", await debian.PropertyAsync(Unit, "ActiveState"));
        Assert.NotEqual(before, await debian.PropertyAsync(Unit, "MainPID"));
        Assert.Contains(Other.IPv4.ToString(), await debian.MustAsync("portsentry blocks"), StringComparison.Ordinal);

        await debian.MustAsync("dpkg --purge portsentry");
        Assert.Equal("", await debian.MustAsync("pgrep -x portsentry; nft list ruleset; systemctl --failed --no-legend"));
    }

    [Fact]
    public async Task Systemd_hears_of_a_reload_and_of_its_errors_and_has_a_hung_sensor_begin_anew()
    {
        await using var debian = await StartAsync();
        await InstallAsync(debian, Unit, packages.Version);

        await debian.MustAsync("systemctl reload portsentry");
        Assert.Equal(("active", "watching by stcp"), (await debian.PropertyAsync(Unit, "ActiveState"), await debian.PropertyAsync(Unit, "StatusText")));
        Assert.NotEqual(0, (await debian.RunAsync("echo 'BLOCK_DURATION=\"soon\"' >>/etc/portsentry/portsentry.conf; systemctl reload portsentry")).ExitCode);
        Assert.Equal("active", await debian.PropertyAsync(Unit, "ActiveState"));
        Assert.Contains("errors", await debian.PropertyAsync(Unit, "StatusText"), StringComparison.Ordinal);

        await debian.MustAsync("sed -i '$d' /etc/portsentry/portsentry.conf; mkdir -p /run/systemd/system/portsentry.service.d && printf '[Service]\nWatchdogSec=4s\nTimeoutAbortSec=1s\nRestartSec=0\n' >/run/systemd/system/portsentry.service.d/test.conf && systemctl daemon-reload && systemctl restart portsentry");
        await debian.MustAsync("kill -STOP $(systemctl show portsentry -p MainPID --value)");
        await Eventually.True(async () => (await debian.PropertyAsync(Unit, "NRestarts"), await debian.PropertyAsync(Unit, "ActiveState")) is (not "0", "active"), () => "it began anew");
    }

    [Fact]
    public async Task Drop_in_runs_the_sensor_as_a_user_of_its_own_and_it_blocks()
    {
        await using var debian = await StartAsync();
        await debian.MustAsync("sed -i '/^KILL_/d' /etc/portsentry/portsentry.conf");
        await InstallAsync(debian, Unit, packages.Version);

        await debian.MustAsync("adduser --quiet --system --group --home /var/lib/portsentry --no-create-home portsentry && mkdir -p /etc/systemd/system/portsentry.service.d && cp /usr/share/portsentry/unprivileged.conf /etc/systemd/system/portsentry.service.d/ && systemctl daemon-reload && systemctl restart portsentry");

        Assert.Equal("portsentry\n", await debian.MustAsync("ps -o user= -C portsentry"));
        await ProbeAsync(debian);
        Assert.Contains(Other.IPv4.ToString(), await debian.MustAsync("nft list set inet portsentry hosts4"), StringComparison.Ordinal);
        await debian.MustAsync("systemctl reload portsentry");

        // Root's commands leave nothing that this user cannot read.
        await debian.MustAsync("systemctl stop portsentry && portsentry unblock --all && systemctl start portsentry");
        Assert.Equal("", await debian.MustAsync("find /var/lib/portsentry ! -user portsentry"));
        Assert.Equal("active", await debian.PropertyAsync(Unit, "ActiveState"));
    }

    [Fact]
    public async Task Coordinator_serves_as_soon_as_it_is_installed_without_a_right_and_one_that_cannot_start_fails_no_installation()
    {
        await using var debian = await StartAsync();

        await InstallAsync(debian, "portsentry-coordinator", packages.Version);

        Assert.Equal("active", await debian.PropertyAsync("portsentry-coordinator", "ActiveState"));
        Assert.Contains("leader", await debian.MustAsync("portsentry-coordinator members list"), StringComparison.Ordinal);
        Assert.Equal("CapEff:\t0000000000000000\n", await debian.MustAsync("grep CapEff /proc/$(systemctl show portsentry-coordinator -p MainPID --value)/status"));

        await debian.MustAsync("portsentry-coordinator backup /root/fleet.db && systemctl stop portsentry-coordinator && portsentry-coordinator restore /root/fleet.db && systemctl start portsentry-coordinator");
        Assert.Equal("", await debian.MustAsync("find /var/lib/portsentry-coordinator ! -user portsentry-coordinator"));
        Assert.Contains("leader", await debian.MustAsync("portsentry-coordinator members list"), StringComparison.Ordinal);

        await debian.MustAsync("echo 'portsentry { stor = 1 }' >/etc/portsentry/coordinator.hocon");
        await InstallAsync(debian, "portsentry-coordinator", BuiltPackages.Next);
        Assert.Equal("failed", await debian.PropertyAsync("portsentry-coordinator", "ActiveState"));
    }

    private async Task<BootedDebian> StartAsync()
    {
        var enclave = await Enclave.StartInAsync(Victim, packages.Debian, Files.Folder, BuiltPackages.Folder);
        await enclave.MustAsync(Configure);
        return await BootedDebian.StartAsync(enclave, Path.GetFileName(Files.Folder));
    }

    private async Task ProbeAsync(BootedDebian debian)
    {
        await Other.CanConnectAsync(Victim.IPv4, 11);
        await Eventually.True(async () => (await debian.MustAsync("portsentry blocks")).Contains(Other.IPv4.ToString(), StringComparison.Ordinal), () => "the source is blocked");
    }

    private static string? Field(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static Task<string> InstallAsync(BootedDebian debian, string package, string version) =>
        debian.MustAsync($"DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /packages/{package}_{version}_amd64.deb");
}

using System.Text.Json;
using PortSentry.Sensor.Config;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>In the place of Debian's portsentry, and of 2.x's: their files and their init script as they are, our program.</summary>
public sealed class DebianTests : OneHostTests
{
    /// <summary>What 2.x's sample sets, in its form.</summary>
    private const string SampleOf2X = """
        TCP_PORTS="1,7,9,11,13,15,17,19,20,21,70,79,111,113,119,389,512-515,540,543-544,873,989,990,992,1080"
        UDP_PORTS="7,9,13,19,111,389,513,517-518"
        IGNORE_FILE="/etc/portsentry/portsentry.ignore"
        HISTORY_FILE="/var/run/portsentry/portsentry.history"
        BLOCKED_FILE="/var/run/portsentry/portsentry.blocked"
        #RESOLVE_HOST = "0"
        #BLOCK_TCP="0"
        #BLOCK_UDP="0"
        #KILL_RUN_CMD_FIRST = "0"
        #SCAN_TRIGGER="0"

        """;

    /// <summary>Debian's package, fetched once and unpacked.</summary>
    private static readonly Lazy<Task<string>> Package = new(UnpackAsync);

    private static readonly Dictionary<string, string> Changed = new()
    {
        ["TCP_PORTS"] = "2,12,2049",
        ["UDP_PORTS"] = "8,10",
        ["ADVANCED_PORTS_TCP"] = "100",
        ["ADVANCED_PORTS_UDP"] = "200",
        ["ADVANCED_EXCLUDE_TCP"] = "21,23",
        ["ADVANCED_EXCLUDE_UDP"] = "68",
        ["IGNORE_FILE"] = "/etc/portsentry/friends",
        ["HISTORY_FILE"] = "/var/lib/portsentry/h",
        ["BLOCKED_FILE"] = "/var/lib/portsentry/b",
        ["RESOLVE_HOST"] = "1",
        ["BLOCK_TCP"] = "1",
        ["BLOCK_UDP"] = "2",
        ["SCAN_TRIGGER"] = "2",
        ["PORT_BANNER"] = "*** go away ***",
        ["KILL_ROUTE"] = "/sbin/iptables -I INPUT -s $TARGET$ -j DROP",
        ["KILL_HOSTS_DENY"] = "ALL: $TARGET$",
        ["KILL_RUN_CMD"] = "echo $TARGET$ $PORT$ $MODE$ >>/var/lib/portsentry/ran",
        ["KILL_RUN_CMD_FIRST"] = "1",
    };

    [Theory]
    [InlineData("tcp", "udp")]
    [InlineData("stcp", "sudp")]
    [InlineData("atcp", "audp")]
    public async Task Init_script_of_Debian_starts_both_modes_in_one_process_starts_none_twice_and_stops(string tcp, string udp)
    {
        await using var host = await InstallAsync();
        WriteDefaults(tcp, udp);
        await host.MustAsync($"cp {Files.Folder}/default /etc/default/portsentry");

        var started = await host.RunAsync("/etc/init.d/portsentry start");
        Assert.Equal(0, started.ExitCode);
        Assert.Contains($"portsentry in {tcp}", started.Output, StringComparison.Ordinal);
        Assert.EndsWith($" & {udp} mode.\n", started.Output, StringComparison.Ordinal);
        var pid = (await StatusAsync(host)).GetProperty("pid").GetInt32();
        Assert.Equal(0, (await host.RunAsync("/etc/init.d/portsentry start")).ExitCode);
        var status = await StatusAsync(host);
        Assert.Equal((pid, $"{tcp} {udp}"), (status.GetProperty("pid").GetInt32(), Modes(status)));

        await Other.CanConnectAsync(Victim.IPv4, 111);
        Other.SendUdp(Victim.IPv4, 161);
        await Eventually.True(
            async () => (await host.RunAsync("cat /var/lib/portsentry/portsentry.history")).Output is var history && history.Contains("Port: 111 TCP Blocked", StringComparison.Ordinal) && history.Contains("Port: 161 UDP Blocked", StringComparison.Ordinal),
            () => "both are in the history");

        Assert.Equal(0, (await host.RunAsync("/etc/init.d/portsentry stop")).ExitCode);
        await Eventually.True(async () => (await host.RunAsync("portsentry status")).ExitCode == 3, () => "it has stopped");
    }

    [Fact]
    public async Task Program_without_a_flag_takes_the_modes_of_etc_default()
    {
        await using var host = await InstallAsync();

        await host.MustAsync("portsentry -D");

        Assert.Equal("tcp udp", Modes(await StatusAsync(host)));
    }

    [Theory]
    [InlineData("-atcp -audp", "atcp 0-112,114-138,140-1023|audp 0-66,68-136,139-519,521-1023")]
    [InlineData("-stcp -sudp", "stcp 1,11,15,79,111,119,143,540,635,1080,1524,2000,5742,6667,12345-12346,20034,27665,31337,32771-32774,40421,49724,54320|sudp 1,7,9,69,161-162,513,635,640-641,700,31335,31337,32770-32774,34555,37444,54321")]
    public async Task Configuration_of_Debian_is_loaded_as_it_is(string flags, string tripwires)
    {
        await using var host = await InstallAsync();

        await StartAsync(host, flags);

        Assert.Equal(tripwires, Tripwires(await StatusAsync(host)));
    }

    [Theory]
    [InlineData("-atcp -audp", "atcp 0-20,22,24-99|audp 0-67,69-199")]
    [InlineData("-tcp -udp", "tcp 2,12,2049|udp 8,10")]
    public async Task Configuration_of_Debian_with_every_key_changed_is_loaded_as_it_is(string flags, string tripwires)
    {
        Assert.Empty(ConfigKeys.ByName.Values.Where(key => key.IsClassic).Select(key => key.Name).Except(Changed.Keys));
        await using var host = await InstallAsync();
        await WriteAsync(host, string.Concat(Changed.Select(pair => $"# {pair.Key}\n{pair.Key} = \"{pair.Value}\"\n")));

        await StartAsync(host, flags);

        Assert.Equal(tripwires, Tripwires(await StatusAsync(host)));
    }

    [Fact]
    public async Task Sample_configuration_of_2_x_is_loaded_as_it_is()
    {
        await using var host = await InstallAsync();
        await WriteAsync(host, SampleOf2X);

        await StartAsync(host, "--stealth");

        Assert.Equal(
            "stcp 1,7,9,11,13,15,17,19-21,70,79,111,113,119,389,512-515,540,543-544,873,989-990,992,1080|sudp 7,9,13,19,111,389,513,517-518",
            Tripwires(await StatusAsync(host)));
    }

    [Fact]
    public async Task Sample_configuration_of_2_x_with_every_key_changed_is_loaded_and_answers_as_it_says()
    {
        await using var host = await InstallAsync();
        await WriteAsync(host, string.Concat(Changed.Where(pair => !pair.Key.StartsWith("ADVANCED", StringComparison.Ordinal)).Select(pair => $"{pair.Key}=\"{pair.Value}\"\n")));
        await StartAsync(host, "--connect");
        Assert.Equal("tcp 2,12,2049|udp 8,10", Tripwires(await StatusAsync(host)));

        await Other.CanConnectAsync(Victim.IPv4, 12);
        await Other.CanConnectAsync(Victim.IPv4, 2049);

        await Eventually.True(
            async () => (await host.RunAsync("cat /etc/hosts.deny; grep -H . /var/lib/portsentry/hosts.deny; iptables -S; cat /var/lib/portsentry/ran /var/lib/portsentry/h")).Output is var all
                && all.Contains("ALL: /var/lib/portsentry/hosts.deny", StringComparison.Ordinal) && all.Contains($"/var/lib/portsentry/hosts.deny:{Other.IPv4}", StringComparison.Ordinal)
                && all.Contains($"-s {Other.IPv4}/32 -j DROP", StringComparison.Ordinal)
                && all.Contains($"{Other.IPv4} 2049 tcp", StringComparison.Ordinal) && all.Contains($"Scan from: [{Other.IPv4}]", StringComparison.Ordinal),
            () => "the source is denied and blocked, the command has run and the history is written");
    }

    /// <summary>Debian's package, with our program in the place of its own.</summary>
    private async Task<Enclave> InstallAsync()
    {
        var debian = await Package.Value;
        WriteDefaults("tcp", "udp");
        var host = await Enclave.StartAsync(Victim, Files.Folder);
        await host.MustAsync($"cp -a {debian}/etc {debian}/usr / && cp {Dist.Sensor} /usr/sbin/portsentry && cp {Files.Folder}/default /etc/default/portsentry && mkdir -p /var/lib/portsentry /run/portsentry");
        return host;
    }

    private static async Task<string> UnpackAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "debian")).FullName;
        await Command.MustAsync("sh", "-c", $"cd {folder} && {{ ls portsentry_*.deb >/dev/null 2>&1 || apt-get download -q portsentry; }} && dpkg-deb -x portsentry_*.deb .");
        return folder;
    }

    private void WriteDefaults(string tcp, string udp) => Files.Add("default", $"TCP_MODE=\"{tcp}\"\nUDP_MODE=\"{udp}\"\n");

    private Task<string> WriteAsync(Enclave host, string configuration) =>
        host.MustAsync($"cp {Files.Add("changed.conf", configuration)} /etc/portsentry/portsentry.conf && : >/etc/portsentry/friends");

    /// <summary>Checks the configuration, which must have no error, and starts by it.</summary>
    private static async Task StartAsync(Enclave host, string flags)
    {
        await host.MustAsync("portsentry check");
        await host.MustAsync($"portsentry {flags} -D");
    }

    private static async Task<JsonElement> StatusAsync(Enclave host) => JsonDocument.Parse(await host.MustAsync("portsentry status -o json")).RootElement;

    private static string Modes(JsonElement status) => string.Join(' ', status.GetProperty("modes").EnumerateArray());

    private static string Tripwires(JsonElement status) => string.Join('|', status.GetProperty("detectors").EnumerateArray()
        .Select(detector => $"{detector.GetProperty("mode").GetString()} {detector.GetProperty("tripwires").GetString()}"));
}

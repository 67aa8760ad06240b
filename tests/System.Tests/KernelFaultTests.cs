using System.Diagnostics;
using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>The kernel's word is lost or its answer fails: detection goes on, the operator is told once, and what changed meanwhile is followed.</summary>
public sealed class KernelFaultTests : OneHostTests
{
    private const string AddressWordLost = "What the kernel told of changes to addresses and routes was lost";
    private const string FirewallWordLost = "What the kernel told of changes to the firewall was lost";
    private const string NoAddresses = "does not say which addresses this host has";
    private const string NoServices = "does not say which ports are served";

    private static readonly IPAddress Later = IPAddress.Parse("10.77.0.111");
    private static readonly IPAddress Last = IPAddress.Parse("10.77.0.112");

    private readonly Stopwatch _begun = Stopwatch.StartNew();

    [Theory]
    [InlineData(Errno.NoBufferSpace)]
    [InlineData(Errno.InputOutput)]
    public async Task Addresses_are_followed_while_word_of_them_is_lost_and_afterwards(Errno error)
    {
        var faults = await Files.PrepareFaultsAsync();
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        faults.Begin(KernelFault.WatchOfAddresses, error);

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await NetLab.AddAddressAsync(Victim, Later);
        await TouchUntilBlockedAsync(sensor, Later, await SourceAsync(21));
        faults.End(KernelFault.WatchOfAddresses);
        await NetLab.AddAddressAsync(Victim, Last);
        await TouchUntilBlockedAsync(sensor, Last, await SourceAsync(22));

        Assert.NotEqual(0, (await sensor.AskAsync("block", Later.ToString())).ExitCode);
        Assert.NotEqual(0, (await sensor.AskAsync("block", Last.ToString())).ExitCode);
        await sensor.BlocksAre(Other.IPv4.ToString(), "10.77.0.21", "10.77.0.22");
        ToldOnce(sensor, AddressWordLost);
    }

    [Fact]
    public async Task Addresses_are_followed_after_more_changes_than_the_kernel_keeps_for_a_sensor_that_is_held_up()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await sensor.SignalAsync("STOP");
        await FloodAsync(20_000);
        await NetLab.AddAddressAsync(Victim, Later);

        await sensor.SignalAsync("CONT");

        await TouchUntilBlockedAsync(sensor, Later, await SourceAsync(21));
        await sensor.BlocksAre("10.77.0.21");
        ToldOnce(sensor, AddressWordLost);
    }

    [Fact]
    public async Task Address_that_comes_while_the_kernel_names_none_is_watched_once_it_does()
    {
        var faults = await Files.PrepareFaultsAsync();
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        faults.Begin(KernelFault.ListOfAddresses, Errno.NoMemory);
        await NetLab.AddAddressAsync(Victim, Later);
        await Eventually.True(() => Told(sensor, NoAddresses) > 0, "the operator is told");

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        faults.End(KernelFault.ListOfAddresses);

        await TouchUntilBlockedAsync(sensor, Later, await SourceAsync(21));
        await Eventually.True(() => Told(sensor, "says again which addresses") == 1, "the operator is told of the end");
        ToldOnce(sensor, NoAddresses);
    }

    [Theory]
    [InlineData(Errno.NoBufferSpace)]
    [InlineData(Errno.InputOutput)]
    public async Task Firewall_is_restored_while_word_of_it_is_lost_and_afterwards(Errno error)
    {
        var faults = await Files.PrepareFaultsAsync();
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await sensor.AskAsync("block", "192.0.2.1");
        faults.Begin(KernelFault.WatchOfFirewall, error);

        await Victim.MustAsync("nft", "flush", "ruleset");
        await InForceAsync("192.0.2.1");
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre("192.0.2.1", Other.IPv4.ToString());
        await Victim.MustAsync("nft", "delete", "element", "inet", "portsentry", "hosts4", "{ 192.0.2.1 }");
        await InForceAsync("192.0.2.1", Other.IPv4.ToString());
        faults.End(KernelFault.WatchOfFirewall);
        await Victim.MustAsync("nft", "flush", "ruleset");

        await InForceAsync("192.0.2.1", Other.IPv4.ToString());
        ToldOnce(sensor, FirewallWordLost);
    }

    [Fact]
    public async Task Firewall_is_restored_after_more_changes_than_the_kernel_keeps_for_a_sensor_that_is_held_up()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await sensor.AskAsync("block", "192.0.2.1");
        await sensor.SignalAsync("STOP");
        var elements = string.Join(", ", Enumerable.Range(0, 60_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"11.0.{number >> 8}.{number & 255}")));
        var script = Files.Add("flood.nft", $"add table inet flood\nadd set inet flood many {{ type ipv4_addr; }}\nadd element inet flood many {{ {elements} }}\n");
        for (var round = 0; round < 4; round++)
        {
            await Victim.MustAsync("nft", "-f", script);
            await Victim.MustAsync("nft", "flush", "ruleset");
        }

        await sensor.SignalAsync("CONT");

        await InForceAsync("192.0.2.1");
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre("192.0.2.1", Other.IPv4.ToString());
        ToldOnce(sensor, FirewallWordLost);
    }

    [Fact]
    public async Task Scans_are_blocked_and_services_spared_while_the_kernel_names_no_sockets_and_afterwards()
    {
        var faults = await Files.PrepareFaultsAsync();
        await using var old = Victim.Serve(143);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        faults.Begin(KernelFault.ListOfSockets, Errno.NoMemory);
        await Eventually.True(() => Told(sensor, NoServices) > 0, "the operator is told");

        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 143, await SourceAsync(21)));
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await using var fresh = Victim.Serve(540);
        faults.End(KernelFault.ListOfSockets);
        await Eventually.True(() => Told(sensor, "says again which ports are served") == 1, "the operator is told of the end");

        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 540, await SourceAsync(22)));
        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(Other.IPv4.ToString(), marker);
        ToldOnce(sensor, NoServices);
    }

    /// <summary>Once, or once more for each minute that the test has taken so far.</summary>
    private void ToldOnce(SensorProcess sensor, string word) => Assert.InRange(Told(sensor, word), 1, 1 + (int)_begun.Elapsed.TotalMinutes);

    private static int Told(SensorProcess sensor, string word) => sensor.Errors.Split('\n').Count(line => line.Contains(word, StringComparison.Ordinal));

    /// <summary>One more address of the attacker.</summary>
    private async Task<IPAddress> SourceAsync(int last)
    {
        var source = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.77.0.{last}"));
        await NetLab.AddAddressAsync(Other, source);
        return source;
    }

    /// <summary>A new address takes the sensor a moment to learn of.</summary>
    private Task TouchUntilBlockedAsync(SensorProcess sensor, IPAddress address, IPAddress from) => Eventually.True(
        async () =>
        {
            await Other.CanConnectAsync(address, 111, from);
            return (await sensor.BlocksAsync()).Any(block => block.GetProperty("target").GetString() == from.ToString());
        },
        () => $"{from} is blocked; {sensor.Errors}");

    /// <summary>Returns once nft itself says that all of these are in our set.</summary>
    private Task InForceAsync(params string[] targets)
    {
        var listed = "";
        return Eventually.True(
            async () =>
            {
                listed = (await Victim.RunAsync("nft", "list", "set", "inet", "portsentry", "hosts4")).Output;
                return targets.All(target => listed.Contains($"{target} ", StringComparison.Ordinal));
            },
            () => $"{string.Join(' ', targets)} are in force: {listed}");
    }

    /// <summary>So many addresses come and go.</summary>
    private async Task FloodAsync(int changes)
    {
        var lines = Enumerable.Range(0, changes / 2).Select(number => string.Create(CultureInfo.InvariantCulture, $"10.79.{number >> 8}.{number & 255}/32"));
        var batch = Files.Add("flood", string.Concat(lines.Select(address => $"addr add {address} dev lo\naddr del {address} dev lo\n")));
        await NetLab.Ip(Victim.Name, "-batch", batch);
    }
}

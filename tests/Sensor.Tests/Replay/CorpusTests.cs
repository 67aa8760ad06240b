using System.Text.Json;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Replay;

/// <summary>Real captures whose truth is known (tests/corpus/pcaps/index.json): what each mode makes of them, and why where that is not the truth.</summary>
public sealed class CorpusTests
{
    private const string Scanner = "10.77.0.66";
    private const string Below1024 = "the advanced modes watch the ports below 1024; ";
    private const string ListedPorts = "the scan meets none of the listed ports in stcp; ";

    private static readonly string Folder = Path.Combine(Dist.Root, "tests", "corpus", "pcaps");
    private static readonly IReadOnlyDictionary<string, JsonElement> Index = ReadIndex();

    // What the configuration of portsentry 1.2 lists.
    private static readonly SensorOptions Options = new()
    {
        Tcp = new() { Block = true, Ports = PortSet.Of([1, 11, 15, 79, 111, 119, 143, 540, 635, 1080, 1524, 2000, 5742, 6667, 12345, 12346, 20034, 27665, 31337, 32771, 32772, 32773, 32774, 40421, 49724, 54320]) },
        Udp = new() { Block = true, Ports = PortSet.Of([1, 7, 9, 69, 161, 162, 513, 635, 640, 641, 700, 37444, 34555, 31335, 32770, 32771, 32772, 32773, 32774, 31337, 54321]) },
    };

    private static readonly Expectation[] Table =
    [
        new("benign_backscatter_synack.v1.pcap"),
        new("benign_dns_client_late_replies.v1.pcap"),
        new("benign_loadbalancer_health.v1.pcap"),
        new("benign_monitor.v1.pcap", Atcp: "10.77.0.100 syn 25", Sudp: "10.77.0.100 udp 161", Audp: "10.77.0.100 udp 161", Why: "the monitor asks two ports that nobody serves: it belongs into IGNORE_FILE"),
        new("benign_service_down.v1.pcap"),
        new("benign_ssh_bruteforce_single_port.v1.pcap"),
        new("benign_web.v1.pcap"),
        new("hping_synflood_p80.v1.pcap"),
        new("ack_200.v1.pcap", Why: "segments with ACK are not looked at, as in 1.2"),
        new("connect_300.v1.pcap", Stcp: $"{Scanner} syn 1,11,15,79,111,119,143", Atcp: $"{Scanner} syn 1-21,23-79,81-300"),
        new("coordinated_fleet.v1.pcap", Atcp: $"{Scanner} syn 21,23; 10.77.0.68 syn 445", Why: $"{ListedPorts}{Below1024}three of the four sources' ports lie above, or in part"),
        new("coordinated_fleet.v2.pcap", Atcp: $"{Scanner} syn 21,23; 10.77.0.68 syn 445", Why: $"{ListedPorts}{Below1024}three of the four sources' ports lie above, or in part"),
        new("coordinated_fleet.v3.pcap", Atcp: $"{Scanner} syn 21,23; 10.77.0.68 syn 445", Why: $"{ListedPorts}{Below1024}three of the four sources' ports lie above, or in part"),
        new("decoy_syn.v1.pcap", Stcp: Decoyed("1,11,15,79,111,119"), Atcp: Decoyed("1-21,23-79,81-120"), Why: "a decoy's SYN looks like the scanner's: all five are blocked, for an hour, since none is proven"),
        new("distributed_4src.v1.pcap", Stcp: $"{Scanner} syn 1,11,15; 10.77.0.69 syn 79", Atcp: $"10.77.0.67 syn 26-50; {Scanner} syn 1-21,23-25; 10.77.0.69 syn 76-79,81-100; 10.77.0.68 syn 51-75", Why: $"{ListedPorts}two of the four sources meet none"),
        new("fin_200.v1.pcap", Stcp: $"{Scanner} fin 1,11,15,79,111,119,143", Atcp: $"{Scanner} fin 1-200"),
        new("fleet_syn_200.v1.pcap", Stcp: $"{Scanner} syn 1,11,15,79,111,119,143", Atcp: $"{Scanner} syn 1-21,23-79,81-200"),
        new("fleet_syn_200.v2.pcap", Stcp: $"{Scanner} syn 1,11,15,79,111,119,143", Atcp: $"{Scanner} syn 1-21,23-24,26-79,81-200"),
        new("fleet_syn_200.v3.pcap", Stcp: $"{Scanner} syn 1,11,15,79,111,119,143", Atcp: $"{Scanner} syn 1-21,23-79,81-200"),
        new("frag_syn.v1.pcap", Stcp: $"{Scanner} tiny-fragment 1,11,15,79,111,119", Atcp: $"{Scanner} tiny-fragment 1-21,23-79,81-120"),
        new("ipv6_syn_500.v1.pcap", Stcp: "fd77::66 syn 1,11,15,79,111,119,143", Atcp: "fd77::66 syn 1-21,23-79,81-442,444-500"),
        new("null_200.v1.pcap", Stcp: $"{Scanner} null 1,11,15,79,111,119,143", Atcp: $"{Scanner} null 1-200"),
        new("spoofed_gateway_scan.v1.pcap", Stcp: "10.77.0.1 syn 1,11,15", Atcp: "10.77.0.1 syn 1-21,23-60", Why: "a capture does not tell who the gateway is; the running sensor knows, and spares it"),
        new("sweep_p445.gw.pcap", Atcp: $"{Scanner} syn 445", Why: $"{ListedPorts}it is one port on many hosts"),
        new("sweep_p445.v1.pcap", Atcp: $"{Scanner} syn 445", Why: $"{ListedPorts}it is one port on many hosts"),
        new("sweep_p445.v2.pcap", Atcp: $"{Scanner} syn 445", Why: $"{ListedPorts}it is one port on many hosts"),
        new("sweep_p445.v3.pcap", Atcp: $"{Scanner} syn 445", Why: $"{ListedPorts}it is one port on many hosts"),
        new("syn_1000.v1.pcap", Stcp: $"{Scanner} syn 1,11,15,79,111,119,143,540,635", Atcp: $"{Scanner} syn 1-21,23-79,81-442,444-1000"),
        new("udp_100.v1.pcap", Sudp: $"{Scanner} udp 1,7,9,69", Audp: $"{Scanner} udp 1-100"),
        new("xmas_200.v1.pcap", Stcp: $"{Scanner} xmas 1,11,15,79,111,119,143", Atcp: $"{Scanner} xmas 1-200"),
    ];

    public static TheoryData<string> Files { get; } = new(Table.Select(row => row.File));

    [Theory]
    [MemberData(nameof(Files))]
    public void Capture_gives_the_alarms_that_the_table_expects_in_each_mode(string file)
    {
        var row = Table.Single(one => one.File == file);

        Assert.Equal(
            row with { Why = "" },
            new Expectation(file, AlarmsOf(file, ProtocolMode.Stcp), AlarmsOf(file, ProtocolMode.Atcp), AlarmsOf(file, ProtocolMode.Sudp), AlarmsOf(file, ProtocolMode.Audp)));
    }

    [Fact]
    public void Table_has_each_capture_of_the_index() => Assert.Equal(Index.Keys.Order(), Table.Select(row => row.File).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void Table_gives_a_reason_where_a_mode_does_not_tell_the_truth(string file)
    {
        var row = Table.Single(one => one.File == file);
        var truth = Index[file].GetProperty("truth").EnumerateArray().ToList();

        var tcp = ScannersOf(truth, "tcp_ports");
        var udp = ScannersOf(truth, "udp_ports");
        var isTrue = Index[file].GetProperty("label").GetString() != "spoofed-scan"
            && new[] { row.Stcp, row.Atcp }.All(alarms => SourcesOf(alarms).SequenceEqual(tcp))
            && new[] { row.Sudp, row.Audp }.All(alarms => SourcesOf(alarms).SequenceEqual(udp));
        Assert.True(isTrue == (row.Why.Length == 0), $"{file}: {row.Why}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Host_is_found_where_the_name_of_the_file_says_it_was(string file)
    {
        var replayed = Replay(file, ProtocolMode.Atcp);
        var expected = file.Split('.')[1] switch { "v1" => "11", "v2" => "12", "v3" => "13", _ => "1" };

        // Who only asks one name server, and is touched by nobody, cannot be told from it.
        if (file != "benign_dns_client_late_replies.v1.pcap")
            Assert.Equal([file.StartsWith("ipv6", StringComparison.Ordinal) ? $"fd77::{expected}" : $"10.77.0.{expected}"], replayed.Own.Select(own => own.ToString()));
        Assert.Equal((null, Index[file].GetProperty("pkts").GetInt64()), (replayed.Problem, replayed.Counts.Frames));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Mode_auto_finds_the_scans_of_segments_with_ACK_too_spares_the_monitor_and_leaves_one_port_a_host_to_the_fleet(string file)
    {
        var row = Table.Single(one => one.File == file);
        var tcp = file.Split('_')[0] switch
        {
            "ack" => $"{Scanner} ack",
            "benign" or "coordinated" or "sweep" => "",
            _ => row.Atcp,
        };
        var udp = file.StartsWith("benign", StringComparison.Ordinal) ? "" : row.Audp;

        Assert.Equal((Kinds(tcp), Kinds(udp)), (Kinds(AlarmsOf(file, ProtocolMode.AutoTcp)), Kinds(AlarmsOf(file, ProtocolMode.AutoUdp))));
    }

    private static string Kinds(string alarms) => string.Join("; ", alarms.Split("; ").Select(alarm => string.Join(' ', alarm.Split(' ').Take(2))).Order());

    private static string Decoyed(string ports) => string.Join("; ", new[] { "10.77.0.90", "10.77.0.91", "10.77.0.92", Scanner, "10.77.0.93" }.Select(source => $"{source} syn {ports}"));

    private static string AlarmsOf(string file, ProtocolMode mode) => string.Join("; ", Replay(file, mode).Alarms.Select(one => $"{one.Alarm.Source} {one.Alarm.Kind.Name()} {PortSet.Of(one.Ports)}"));

    private static ReplayedFile Replay(string file, ProtocolMode mode) =>
        new CaptureReplay(new ReplaySettings([mode], Options, [], [], PortSet.Empty)).Replay(Path.Combine(Folder, file));

    private static IEnumerable<string> ScannersOf(IEnumerable<JsonElement> truth, string ports) =>
        truth.Where(scan => scan.GetProperty(ports).GetString() != "").Select(scan => scan.GetProperty("scanner").GetString()!).Order();

    private static IEnumerable<string> SourcesOf(string alarms) => alarms.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(alarm => alarm.Split(' ')[0]).Order();

    private static Dictionary<string, JsonElement> ReadIndex()
    {
        using var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "index.json")));
        return index.RootElement.EnumerateArray().ToDictionary(entry => entry.GetProperty("file").GetString()!, entry => entry.Clone());
    }

    private sealed record Expectation(string File, string Stcp = "", string Atcp = "", string Sudp = "", string Audp = "", string Why = "");
}

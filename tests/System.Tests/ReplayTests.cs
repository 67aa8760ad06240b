using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>portsentry replay, as anybody may run it.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly string Corpus = Path.Combine(Dist.Root, "tests", "corpus", "pcaps");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Capture_is_judged_without_any_right_and_told_as_JSON()
    {
        var file = Copy("syn_1000.v1.pcap");

        var result = await ReplayAsync(file, "-o", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var lines = Lines(result);
        Assert.Equal(2, lines.Count);
        Assert.Equal(
            $$"""{"file":"{{file}}","source":"10.77.0.66","mode":"atcp","kind":"syn","firstProbe":"2026-11-22T07:54:22.498228+00:00","at":"2026-11-22T07:54:22.498228+00:00","ports":"1-21,23-79,81-442,444-1000","proven":false,"verdict":"block"}""",
            lines[0].GetProperty("alarm").GetRawText());
        var summary = lines[1].GetProperty("summary");
        Assert.Equal(["atcp", "audp"], summary.GetProperty("modes").EnumerateArray().Select(mode => mode.GetString()));
        Assert.Equal("22,80,443", summary.GetProperty("files")[0].GetProperty("openTcp").GetString());
    }

    [Fact]
    public async Task Flags_and_configuration_say_how()
    {
        var config = _folder["portsentry.conf"];
        await File.WriteAllTextAsync(config, "TCP_PORTS=\"79,200\"\nSCAN_TRIGGER=\"2\"\nBLOCK_TCP=\"1\"\nSIMULATE=\"1\"\n");

        var result = await ReplayAsync(Copy("connect_300.v1.pcap"), "-stcp", "-c", config, "--own", "10.77.0.11", "--open", "79", "-o", "json");
        var table = await ReplayAsync(Copy("connect_300.v1.pcap"), "-stcp", "-c", config);

        Assert.Equal(0, Lines(result)[^1].GetProperty("summary").GetProperty("alarms").GetInt32());
        Assert.Matches(@"10\.77\.0\.66 +stcp +syn +2: 79,200 .* simulated", table.Output);
        Assert.Contains("the host is 10.77.0.11 (inferred from what is touched; --own overrides); it serves tcp 22,80", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_broken_is_told_and_the_others_are_judged()
    {
        var cut = _folder["cut.pcap"];
        await File.WriteAllBytesAsync(cut, File.ReadAllBytes(Path.Combine(Corpus, "null_200.v1.pcap"))[..1000]);

        var result = await ReplayAsync(cut, _folder["none.pcap"], Copy("udp_100.v1.pcap"), "-o", "json");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@$"^portsentry: {cut}: record \d+ at byte \d+ is cut short: \d+ bytes expected, \d+ there\n", result.Errors);
        Assert.Contains($"portsentry: {_folder["none.pcap"]}: cannot be read: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(Lines(result), line => line.TryGetProperty("alarm", out var alarm) && alarm.GetProperty("kind").GetString() == "udp");
    }

    [Fact]
    public async Task Captures_of_one_fleet_are_judged_together()
    {
        string[] files = [Copy("sweep_p445.v1.pcap"), Copy("sweep_p445.v2.pcap"), Copy("sweep_p445.v3.pcap")];

        var result = await ReplayAsync([.. files, "--fleet", "-o", "json"]);
        var table = await ReplayAsync([.. files, "--fleet"]);

        var lines = Lines(result);
        var fleet = Assert.Single(lines, line => line.TryGetProperty("alarm", out var alarm) && alarm.GetProperty("mode").GetString() == "fleet").GetProperty("alarm");
        Assert.Equal(("10.77.0.66", "address-scan", "445", "block"), (Text(fleet, "source"), Text(fleet, "kind"), Text(fleet, "ports"), Text(fleet, "verdict")));
        Assert.Equal(1, lines[^1].GetProperty("summary").GetProperty("fleetAlarms").GetInt32());
        Assert.Matches(@"the fleet of 3 files: 1 alarm\n.*\n.*\n.* 10\.77\.0\.66 +address-scan", table.Output);
    }

    [Theory]
    [InlineData("-tcp", "portsentry: mode tcp cannot be replayed: it counts what its own sockets accept, and a capture has none; -stcp replays the same ports\n")]
    [InlineData("--own=here", "portsentry: --own here is no address\n")]
    [InlineData("--open=70000", "portsentry: --open 70000 is not allowed; allowed: ports 0 to 65535 and ranges a-b, parted by commas\n")]
    [InlineData("-stcp", "portsentry: /etc/portsentry/portsentry.conf: error: TCP_PORTS is missing: mode stcp watches the ports it lists; allowed: such as TCP_PORTS=\"1,11,79,111\"\n")]
    public async Task Usage_that_is_wrong_is_named_and_ends_with_1(string option, string sentence)
    {
        var result = await ReplayAsync(Copy("udp_100.v1.pcap"), option);

        Assert.Equal((1, sentence), (result.ExitCode, result.Errors));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs it as nobody, without a capability.</summary>
    private async Task<CommandResult> ReplayAsync(params string[] words)
    {
        File.SetUnixFileMode(_folder.Name, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var program = await ProgramFile.CopyAsync(Dist.Sensor, _folder["portsentry"]);
        return await Command.RunAsync(["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--bounding-set", "-all", program, "replay", .. words]);
    }

    /// <summary>A copy where everybody may read it: the checkout may lie where they may not.</summary>
    private string Copy(string name)
    {
        File.Copy(Path.Combine(Corpus, name), _folder[name], overwrite: true);
        return _folder[name];
    }

    private static string? Text(JsonElement alarm, string field) => alarm.GetProperty(field).GetString();

    private static List<JsonElement> Lines(CommandResult result) =>
        [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}

using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Cli.Import;
using PortSentry.Sensor.Import;
using PortSentry.Sensor.Tests.Config;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Import;

public sealed class OldInstallationTests : IDisposable
{
    private const string History = "1795333840 - 11/22/2026 07:50:40 Host: scanner.example/192.0.2.7 Port: 111 TCP Blocked\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Installation_of_1_2_is_read_whole()
    {
        Write("portsentry.conf", """
            TCP_PORTS="1,11"
            ADVANCED_PORTS_TCP="1024"
            IGNORE_FILE="/etc/portsentry/portsentry.ignore"
            HISTORY_FILE="/var/lib/portsentry/portsentry.history"
            BLOCKED_FILE="/var/lib/portsentry/portsentry.blocked"
            KILL_HOSTS_DENY="ALL: $TARGET$ : DENY"
            BLOCK_TCP="1"
            """);
        Write("portsentry.ignore", "127.0.0.1/32\n10.0.0.1/33\n");
        Write("portsentry.history", History + "cut off\n" + History.Replace("192.0.2.7", "192.0.2.8", StringComparison.Ordinal).Replace("1795333840", "1795333900", StringComparison.Ordinal));
        Write("portsentry.blocked.atcp", History);
        Write("etc/hosts.deny", "# comment\nALL: 192.0.2.9 : DENY\nALL: 192.0.2.7 : DENY\nsshd: 192.0.2.10 : DENY\nALL: PARANOID\n");

        var old = OldInstallation.Read(_folder.Name)!;
        var view = ImportCommand.ViewOf(old, null);

        Assert.Equal("1.2", view.Configuration.Dialect);
        Assert.Equal((1, 0, 1), (view.Ignore!.Networks, view.Ignore.Names, view.Ignore.Issues.Count));
        Assert.Equal((2, 2), (view.History!.Events, view.History.Sources));
        Assert.Equal(["192.0.2.7 portsentry.blocked.atcp", "192.0.2.9 hosts.deny"], view.Blocked.Select(block => $"{block.Target} {Path.GetFileName(block.File)}"));
        Assert.Contains(view.Differences, difference => difference.StartsWith("blocks end", StringComparison.Ordinal));
        Assert.Contains("nothing is changed; --apply blocks these sources here", ImportText.LinesOf(view, old));
    }

    [Fact]
    public void Installation_of_2_x_is_read_with_its_binary_file_which_stays_as_it_is()
    {
        Write("etc/portsentry/portsentry.conf", "TCP_PORTS=\"1-1024\"\nBLOCKED_FILE=\"/tmp/portsentry.blocked\"\nHISTORY_FILE=\"/var/run/portsentry/portsentry.history\"\n");
        Write("var/run/portsentry/portsentry.history", "2026-11-22T07:55:33.887+0000 Scan from: [2001:db8::7] (2001:db8::7) protocol: [TCP] port: [111] type: [TCP SYN/Normal scan]\n");
        Directory.CreateDirectory(_folder["tmp"]);
        File.WriteAllBytes(_folder["tmp/portsentry.blocked"], BinaryBlockedTests.Two);

        var view = ImportCommand.ViewOf(OldInstallation.Read(_folder.Name)!, null);

        Assert.Equal(("2.x", 1), (view.Configuration.Dialect, view.History!.Events));
        Assert.Equal(["192.0.2.7", "2001:db8::7"], view.Blocked.Select(block => block.Target));
        Assert.Equal(BinaryBlockedTests.Two, File.ReadAllBytes(_folder["tmp/portsentry.blocked"]));
    }

    [Theory]
    [InlineData("BLOCK_TCP=\"1\"", true)]
    [InlineData("BLOCK_TCP=\"2\"", true)]
    [InlineData("BLOCK_TCP=\"0\"", false)]
    [InlineData("", false)]
    public void Blocked_file_of_a_protocol_that_was_logged_only_is_left_out_and_told(string key, bool wasBlocked)
    {
        Write("portsentry.conf", $"TCP_PORTS=\"1\"\nADVANCED_PORTS_TCP=\"1024\"\nBLOCKED_FILE=\"/var/lib/portsentry/portsentry.blocked\"\nKILL_RUN_CMD=\"/bin/true\"\nBLOCK_UDP=\"1\"\n{key}\n");
        Write("portsentry.blocked.stcp", History);
        Write("portsentry.blocked.tcp", "");
        Write("portsentry.blocked.sudp", History.Replace("192.0.2.7", "192.0.2.8", StringComparison.Ordinal));

        var old = OldInstallation.Read(_folder.Name)!;
        var view = ImportCommand.ViewOf(old, null);

        Assert.Equal(wasBlocked ? ["192.0.2.7", "192.0.2.8"] : ["192.0.2.8"], view.Blocked.Select(block => block.Target));
        Assert.Equal(
            wasBlocked ? [] : [$"               {_folder["portsentry.blocked.stcp"]}: 1 left out: with BLOCK_TCP=\"0\" they were logged, not blocked"],
            ImportText.LinesOf(view, old).Where(line => line.Contains("left out", StringComparison.Ordinal)));
    }

    [Fact]
    public void Blocked_file_that_the_package_kept_is_read_in_the_place_of_the_one_that_a_start_empties()
    {
        Write("portsentry.conf", "TCP_PORTS=\"1\"\nADVANCED_PORTS_TCP=\"1024\"\nBLOCKED_FILE=\"/var/lib/portsentry/portsentry.blocked\"\nBLOCK_TCP=\"1\"\n");
        Write("var/lib/portsentry/portsentry.blocked.stcp.1.2", History);
        Write("var/lib/portsentry/portsentry.blocked.stcp", History.Replace("192.0.2.7", "192.0.2.8", StringComparison.Ordinal));

        var view = ImportCommand.ViewOf(OldInstallation.Read(_folder.Name)!, null);

        Assert.Equal([("192.0.2.7", _folder["var/lib/portsentry/portsentry.blocked.stcp.1.2"])], view.Blocked.Select(block => (block.Target, block.File)));
    }

    [Fact]
    public void Folder_without_a_configuration_is_none() => Assert.Null(OldInstallation.Read(_folder.Name));

    [Theory]
    [InlineData("ALL: 192.0.2.7 : DENY", null, "192.0.2.7")]
    [InlineData("ALL: 192.0.2.7", null, "192.0.2.7")]
    [InlineData("ALL:192.0.2.7:deny\r", null, "192.0.2.7")]
    [InlineData("ALL: [2001:db8::7] : DENY", null, "2001:db8::7")]
    [InlineData("ALL: 192.0.2.0/24", null, null)]
    [InlineData("ALL: PARANOID", null, null)]
    [InlineData("sshd: 192.0.2.7", null, null)]
    [InlineData("sshd: 192.0.2.7", "sshd: $TARGET$", "192.0.2.7")]
    [InlineData("ALL: 192.0.2.7", "sshd: $TARGET$", null)]
    [InlineData("ALL", null, null)]
    [InlineData("", null, null)]
    public void Denied_address_is_found_in_both_forms_and_in_the_template_s(string line, string? template, string? expected) =>
        Assert.Equal(expected, OldLines.Denied(line, template)?.ToString());

    [Theory]
    [InlineData(History, "192.0.2.7")]
    [InlineData("1795333840 - 11/22/2026 07:50:40 Host: 2001:db8::7/2001:db8::7 Port: 7 UDP Blocked", "2001:db8::7")]
    [InlineData("999999999999 - 11/22/2026 07:50:40 Host: x/192.0.2.7 Port: 7 UDP Blocked", null)]
    [InlineData("1795333840 - 11/22/2026 07:50:40 Host: x/999.0.2.7 Port: 7 UDP Blocked", null)]
    [InlineData("2026-13-22T07:55:33.887+0000 Scan from: [192.0.2.7] (x)", null)]
    public void Line_of_a_history_tells_its_source(string line, string? expected) => Assert.Equal(expected, OldLines.Event(line)?.Source.ToString());

    [Fact]
    public void Random_lines_never_throw() => Prop.ForAll(
        Gen.Elements("ALL", ":", " ", "192.0.2.7", "[", "]", "DENY", "$TARGET$", " - ", "1795333840", "Host: ", "/", " Port: 1 TCP Blocked", "Scan from: [", "\0").ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(),
        line =>
        {
            _ = OldLines.Event(line);
            return OldLines.Denied(line, line)?.ToString() is not "";
        }).QuickCheckThrowOnFailure();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }
}

using PortSentry.Sensor.Config;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Config;

/// <summary>Where the parsers of portsentry 1.2 and 2.x differ, each is followed for its own files, and what is taken is told.</summary>
public sealed class ConfigDialectTests
{
    private const string File = "portsentry.conf";

    [Theory]
    [InlineData("TCP_PORTS=\"1\"", ConfigDialect.V2)]
    [InlineData("UDP_PORTS=\"1\"\nSTATE_DIR=\"/state\"", ConfigDialect.V2)]
    [InlineData("TCP_PORTS=\"1\"\nADVANCED_PORTS_TCP=\"1024\"", ConfigDialect.Classic)]
    [InlineData("TCP_PORTS=\"1\"\n# ADVANCED_PORTS_TCP=\"1024\"", ConfigDialect.V2)]
    [InlineData("TCP_PORTS=\"1\"\nTCP_MODE=\"stcp\"", ConfigDialect.Classic)]
    [InlineData("SCAN_TRIGGER=\"1\"", ConfigDialect.Classic)]
    [InlineData("", ConfigDialect.Classic)]
    public void Keys_tell_the_dialect_where_nobody_says_it(string text, ConfigDialect expected) => Assert.Equal(expected, ConfigReader.Read(File, text).Dialect);

    [Fact]
    public void Who_says_the_dialect_is_followed() => Assert.Equal(ConfigDialect.Classic, ConfigReader.Read(File, "TCP_PORTS=\"1\"", ConfigDialect.Classic).Dialect);

    [Theory]
    [InlineData(ConfigDialect.Classic, 1, 2, "SCAN_TRIGGER stands in line 1 already; that one counts, this one does not")]
    [InlineData(ConfigDialect.V2, 2, 1, "SCAN_TRIGGER stands in line 2 again; that one counts, this one does not, as in portsentry 2.x")]
    public void Of_a_key_that_stands_twice_1_2_takes_the_first_and_2_x_the_last(ConfigDialect dialect, int trigger, int line, string message)
    {
        var result = ConfigReader.Read(File, "SCAN_TRIGGER=\"1\"\nSCAN_TRIGGER=\"2\"\n", dialect);

        Assert.Equal(trigger, result.Options.ScanTrigger);
        Assert.Equal([new ConfigIssue(false, File, line, message)], result.Issues);
    }

    [Theory]
    [InlineData(" SCAN_TRIGGER=\"5\"", "SCAN_TRIGGER does not begin its line")]
    [InlineData("\tSCAN_TRIGGER=\"5\"", "SCAN_TRIGGER does not begin its line")]
    [InlineData("\ufeffSCAN_TRIGGER=\"5\"", "SCAN_TRIGGER stands behind a byte order mark")]
    public void Key_that_1_2_does_not_see_does_not_count_by_its_rules_and_does_by_those_of_2_x_which_would_have_stopped(string line, string what)
    {
        var (classic, v2) = (ConfigReader.Read(File, line, ConfigDialect.Classic), ConfigReader.Read(File, line, ConfigDialect.V2));

        Assert.Equal((0, 5), (classic.Options.ScanTrigger, v2.Options.ScanTrigger));
        Assert.Equal([new ConfigIssue(false, File, 1, $"{what}: portsentry 1.2 does not see it, and it does not count")], classic.Issues);
        Assert.Equal([new ConfigIssue(false, File, 1, $"{what}, where portsentry 2.x stops; it is taken")], v2.Issues);
    }

    [Fact]
    public void Tab_before_the_equals_sign_hides_a_key_from_1_2_alone()
    {
        const string line = "SCAN_TRIGGER\t=\"5\"";
        var (classic, v2) = (ConfigReader.Read(File, line, ConfigDialect.Classic), ConfigReader.Read(File, line, ConfigDialect.V2));

        Assert.Equal((0, 5), (classic.Options.ScanTrigger, v2.Options.ScanTrigger));
        Assert.Equal("a tab stands right behind SCAN_TRIGGER: portsentry 1.2 does not see it, and it does not count", Assert.Single(classic.Issues).Message);
        Assert.Empty(v2.Issues);
    }

    [Fact]
    public void Tab_behind_a_blank_hides_no_key() => Assert.Equal(5, ConfigReader.Read(File, "SCAN_TRIGGER \t=\"5\"", ConfigDialect.Classic).Options.ScanTrigger);

    [Theory]
    [InlineData("BLOCK_TCP=0\nBLOCK_TCP=\"1\"\n")]
    [InlineData("BLOCK_TCP \nBLOCK_TCP=\"1\"\n")]
    [InlineData("BLOCK_TCP is explained above\nBLOCK_TCP=\"1\"\n")]
    public void Key_whose_first_line_has_no_quotes_is_not_set_to_1_2_whatever_follows(string text)
    {
        var result = ConfigReader.Read(File, text, ConfigDialect.Classic);

        Assert.False(result.Options.Tcp.Block);
        Assert.Equal((2, false), (result.Issues.Count, result.HasErrors));
        Assert.EndsWith("; it counts as not set, as in portsentry 1.2", result.Issues[0].Message, StringComparison.Ordinal);
        Assert.Equal(new ConfigIssue(false, File, 2, "BLOCK_TCP stands in line 1 already; that one counts, this one does not"), result.Issues[1]);
    }

    [Theory]
    [InlineData("BLOCK_TCP\nBLOCK_TCP=\"1\"\n")]
    [InlineData(" BLOCK_TCP=0\nBLOCK_TCP=\"1\"\n")]
    [InlineData("BLOCK_TCP\t0\nBLOCK_TCP=\"1\"\n")]
    [InlineData("# BLOCK_TCP=0\nBLOCK_TCP=\"1\"\n")]
    public void Line_that_1_2_does_not_see_ends_no_search(string text) => Assert.True(ConfigReader.Read(File, text, ConfigDialect.Classic).Options.Tcp.Block);

    [Fact]
    public void Key_whose_first_line_has_no_quotes_is_set_by_a_later_one_as_2_x()
    {
        var result = ConfigReader.Read(File, "BLOCK_TCP=0\nBLOCK_TCP=\"1\"\n", ConfigDialect.V2);

        Assert.True(result.Options.Tcp.Block);
        Assert.EndsWith("; the line is skipped, as portsentry 1.2 does", Assert.Single(result.Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_without_an_equals_sign_is_one_to_1_2_alone()
    {
        const string line = "BLOCK_TCP \"1\"";
        var (classic, v2) = (ConfigReader.Read(File, line, ConfigDialect.Classic), ConfigReader.Read(File, line, ConfigDialect.V2));

        Assert.Equal((true, false), (classic.Options.Tcp.Block, v2.Options.Tcp.Block));
        Assert.StartsWith("BLOCK_TCP \"1\" is no key and has no effect", Assert.Single(v2.Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equals_sign_within_a_value_is_no_end_of_its_key() => Assert.Equal(
        "/sbin/x --of=$TARGET$",
        ConfigReader.Read(File, "KILL_ROUTE \"/sbin/x --of=$TARGET$\"", ConfigDialect.Classic).Options.KillRoute?.Text);

    [Theory]
    [InlineData(" MAX_BLOCKS=\"5\"")]
    [InlineData("MAX_BLOCKS\t=\"5\"")]
    [InlineData("\ufeffMAX_BLOCKS=\"5\"")]
    public void Key_of_ours_is_seen_in_any_of_these_forms(string line)
    {
        var result = ConfigReader.Read(File, line, ConfigDialect.Classic);

        Assert.Empty(result.Issues);
        Assert.Equal(5, result.Options.MaxBlocks);
    }

    [Theory]
    [InlineData(ConfigDialect.Classic, "it counts as not set, as in portsentry 1.2")]
    [InlineData(ConfigDialect.V2, "the line is skipped, as portsentry 1.2 does")]
    public void Quote_that_is_not_closed_reads_to_the_end_of_the_line_and_one_that_is_missing_sets_nothing(ConfigDialect dialect, string what)
    {
        var result = ConfigReader.Read(File, "IGNORE_FILE=\"/etc/ignore\nSCAN_TRIGGER=5\n", dialect);

        Assert.Equal(("/etc/ignore", 0), (result.Options.IgnoreFile, result.Options.ScanTrigger));
        Assert.Equal(
            [
                "the value of IGNORE_FILE has no closing quote; everything to the end of the line is taken",
                $"the value of SCAN_TRIGGER is not quoted; allowed: SCAN_TRIGGER=\"5\"; {what}",
            ],
            result.Issues.Select(issue => issue.Message));
        Assert.False(result.HasErrors);
    }

    [Fact]
    public void Ranges_are_taken_whole_and_1_2s_files_are_told_so()
    {
        const string line = "TCP_PORTS=\"1-1024,2000\"";
        var (classic, v2) = (ConfigReader.Read(File, line, ConfigDialect.Classic), ConfigReader.Read(File, line, ConfigDialect.V2));

        Assert.Equal((1025, 1025), (classic.Options.Tcp.Ports.Count, v2.Options.Tcp.Ports.Count));
        Assert.Equal("the ranges of TCP_PORTS are taken whole, as in portsentry 2.x; 1.2 took the first port of each", Assert.Single(classic.Issues).Message);
        Assert.Empty(v2.Issues);
    }

    [Fact]
    public void Letter_beyond_ASCII_ends_a_value_of_1_2s_alone()
    {
        const string line = "IGNORE_FILE=\"/etc/café/ignore\"";
        var (classic, v2) = (ConfigReader.Read(File, line, ConfigDialect.Classic), ConfigReader.Read(File, line, ConfigDialect.V2));

        Assert.Equal(("/etc/caf", "/etc/café/ignore"), (classic.Options.IgnoreFile, v2.Options.IgnoreFile));
        Assert.Equal("the value of IGNORE_FILE ends at its first letter beyond ASCII, as in portsentry 1.2: \"/etc/caf\" is taken", Assert.Single(classic.Issues).Message);
        Assert.Empty(v2.Issues);
    }

    [Theory]
    [InlineData(ConfigDialect.Classic)]
    [InlineData(ConfigDialect.V2)]
    public void Blank_lines_CRLF_and_a_missing_last_newline_are_read_by_both(ConfigDialect dialect)
    {
        var result = ConfigReader.Read(File, "  \r\n\t\nSCAN_TRIGGER = \"5\"\r\nBLOCK_TCP=\"1\"", dialect);

        Assert.Empty(result.Issues);
        Assert.Equal((5, true), (result.Options.ScanTrigger, result.Options.Tcp.Block));
    }

    [Theory]
    [InlineData("classic.conf", ConfigDialect.Classic)]
    [InlineData("v2.conf", ConfigDialect.V2)]
    public void Usual_file_of_either_is_known_for_its_own_and_read_without_an_error(string name, ConfigDialect dialect)
    {
        var result = ConfigReader.ReadFile(Path.Combine(Dist.Root, "tests", "corpus", "configs", name));

        Assert.Equal((dialect, false), (result.Dialect, result.HasErrors));
        Assert.DoesNotContain(result.Issues, issue => !issue.Message.Contains("KILL_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SCAN_TRIGGER=\"\"", "SCAN_TRIGGER=\"\" is empty; it counts as if it were not set")]
    [InlineData("HISTORY_FILE=\" \"", "HISTORY_FILE=\" \" is empty; it counts as if it were not set")]
    [InlineData("TCP_PORTS=\"1,,2,\"", "TCP_PORTS=\"1,,2,\" is taken as \"1,2\"")]
    [InlineData("BLOCK_TCP=\"1 \"", "BLOCK_TCP=\"1 \" is taken as \"1\"")]
    public void Value_that_an_old_version_took_is_no_error(string line, string message) =>
        Assert.Equal([new ConfigIssue(false, File, 1, message)], ConfigReader.Read(File, line).Issues);
}

using System.Net;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Config;

public sealed class ConfigReaderTests
{
    private const string File = "portsentry.conf";

    /// <summary>A good value of every key, and what it makes of the options.</summary>
    public static TheoryData<string, string, Func<SensorOptions, object?>, object?> GoodValues { get; } = new()
    {
        { "TCP_PORTS", "1,11,1000-1002", options => options.Tcp.Ports.ToString(), "1,11,1000-1002" },
        { "TCP_PORTS", "", options => options.Tcp.Ports.Count, 0 },
        { "TCP_PORTS", " 80 , 443 ", options => options.Tcp.Ports.ToString(), "80,443" },
        { "UDP_PORTS", "1,161", options => options.Udp, new TransportOptions { Ports = PortSet.Of([1, 161]) } },
        { "ADVANCED_PORTS_TCP", "65536", options => options.Tcp.AdvancedPorts, 65536 },
        { "ADVANCED_PORTS_TCP", "1", options => options.Tcp.AdvancedPorts, 1 },
        { "ADVANCED_PORTS_UDP", "2048", options => options.Udp, new TransportOptions { AdvancedPorts = 2048 } },
        { "ADVANCED_EXCLUDE_TCP", "113,139", options => options.Tcp.AdvancedExclude.ToString(), "113,139" },
        { "ADVANCED_EXCLUDE_UDP", "520,67", options => options.Udp, new TransportOptions { AdvancedExclude = PortSet.Of([67, 520]) } },
        { "IGNORE_FILE", "/etc/i", options => options.IgnoreFile, "/etc/i" },
        { "HISTORY_FILE", "/var/h", options => options.HistoryFile, "/var/h" },
        { "BLOCKED_FILE", "/var/b", options => options.BlockedFile, "/var/b" },
        { "BLOCK_TCP", "1", options => options.Tcp.Block, true },
        { "BLOCK_TCP", "0", options => options.Tcp.Block, false },
        { "BLOCK_TCP", "2", options => options.Tcp, new TransportOptions { CommandOnly = true } },
        { "BLOCK_UDP", "1", options => options.Udp, new TransportOptions { Block = true } },
        { "SCAN_TRIGGER", "65535", options => options.ScanTrigger, 65535 },
        { "TCP_MODE", "stcp", options => options.Tcp.Mode, ProtocolMode.Stcp },
        { "TCP_MODE", "atcp", options => options.Tcp.Mode, ProtocolMode.Atcp },
        { "TCP_MODE", "auto", options => options.Tcp.Mode, ProtocolMode.AutoTcp },
        { "UDP_MODE", "auto", options => options.Udp.Mode, ProtocolMode.AutoUdp },
        { "UDP_MODE", "sudp", options => options.Udp, new TransportOptions { Mode = ProtocolMode.Sudp } },
        { "UDP_MODE", "audp", options => options.Udp.Mode, ProtocolMode.Audp },
        { "BLOCKER", "hosts.deny nftables", options => string.Join('+', options.Blockers!), "hosts.deny+nftables" },
        { "KILL_ROUTE", "/sbin/route add -host $TARGET$ reject", options => options.KillRoute, new CommandTemplate("/sbin/route add -host $TARGET$ reject") },
        { "KILL_ROUTE", "", options => options.KillRoute, null },
        { "KILL_HOSTS_DENY", "ALL: $TARGET$ : DENY", options => options.KillHostsDeny, HostsDenyTemplate.Classic },
        { "KILL_RUN_CMD", "logger $PORT$", options => options.KillRunCmd, new CommandTemplate("logger $PORT$") },
        { "KILL_RUN_CMD_FIRST", "1", options => options.KillRunCmdFirst, true },
        { "UNBLOCK_COMMAND", "undo $TARGET$", options => options.UnblockCommand, new CommandTemplate("undo $TARGET$") },
        { "COORDINATOR", "https://c1.example:7443 https://[2001:db8::1]:7443/", options => string.Join('+', options.Coordinators), "https://c1.example:7443/+https://[2001:db8::1]:7443/" },
        { "ENGINE", "https", options => options.Engine, "https" },
        { "COORDINATOR_CA", "/etc/ca.pem", options => options.CoordinatorCa, "/etc/ca.pem" },
        { "SENSOR_NAME", "web-1.example_a", options => options.SensorName, "web-1.example_a" },
        { "ORDERS", "simulate", options => options.SimulateOrders, true },
        { "ORDERS", "block", options => options.SimulateOrders, false },
        { "ORDER_BLOCKER", "ipset,route", options => string.Join('+', options.OrderBlockers), "ipset+route" },
        { "BLOCK_DURATION", "0", options => options.BlockDuration, TimeSpan.Zero },
        { "BLOCK_DURATION", "3650d", options => options.BlockDuration, TimeSpan.FromDays(3650) },
        { "BLOCK_DURATION_UNPROVEN", "90s", options => options.BlockDurationUnproven, TimeSpan.FromSeconds(90) },
        { "BLOCK_DURATION_MAX", "7d", options => options.BlockDurationMax, TimeSpan.FromDays(7) },
        { "SCAN_WINDOW", "15m", options => options.ScanWindow, TimeSpan.FromMinutes(15) },
        { "SERVICE_GRACE", "0", options => options.ServiceGrace, TimeSpan.Zero },
        { "BOOT_GRACE", "24h", options => options.BootGrace, TimeSpan.FromHours(24) },
        { "IPV6_PREFIX", "128", options => options.IPv6Prefix, 128 },
        { "MAX_BLOCKS", "1000000", options => options.MaxBlocks, 1_000_000 },
        { "MAX_BLOCKS_PER_MINUTE", "1", options => options.MaxBlocksPerMinute, 1 },
        { "MAX_SOURCES", "16", options => options.MaxSources, 16 },
        { "INTERFACES", "eth0 eth1,wg0", options => string.Join('+', options.Interfaces), "eth0+eth1+wg0" },
        { "SIMULATE", "1", options => options.Simulate, true },
        { "RESOLVE_HOST", "1", options => options.ResolveHost, true },
        { "RESOLVE_HOST", "yes", options => options.ResolveHost, false },
        { "LOG_FORMAT", "classic", options => options.LogFormat, LogFormat.Classic },
        { "LOG_FORMAT", "cef", options => options.LogFormat, LogFormat.Cef },
        { "LOG_FORMAT", "json", options => options.LogFormat, LogFormat.Json },
        { "HISTORY_FORMAT", "v2", options => options.HistoryFormat, LogFormat.V2 },
        { "STATE_DIR", "/state", options => options.StateDir, "/state" },
        { "METRICS_LISTEN", "[::1]:9836", options => options.MetricsListen, new IPEndPoint(IPAddress.IPv6Loopback, 9836) },
        { "METRICS_LISTEN", "", options => options.MetricsListen, null },
        { "CONTROL_SOCKET", "/run/s", options => options.ControlSocket, "/run/s" },
        { "PROTECT", "own GATEWAYS", options => options.Protect.Count, 8 },
        { "PROTECT", "-gateways -Sessions own", options => string.Join(' ', options.Protect.Order()), "Own Loopback LinkLocal Resolvers Coordinators Sensors" },
    };

    [Theory]
    [MemberData(nameof(GoodValues))]
    public void Good_value_is_taken_without_a_word(string key, string value, Func<SensorOptions, object?> read, object? expected)
    {
        var result = ConfigReader.Read(File, $"{key}=\"{value}\"\n");

        Assert.Empty(result.Issues);
        Assert.Equal(expected, read(result.Options));
    }

    [Theory]
    [InlineData("TCP_PORTS", "1,abc")]
    [InlineData("TCP_PORTS", "70000")]
    [InlineData("TCP_PORTS", "20-10")]
    [InlineData("TCP_PORTS", "1 2")]
    [InlineData("UDP_PORTS", "x")]
    [InlineData("ADVANCED_PORTS_TCP", "0")]
    [InlineData("ADVANCED_PORTS_TCP", "65537")]
    [InlineData("ADVANCED_PORTS_TCP", "+5")]
    [InlineData("ADVANCED_PORTS_UDP", "-1")]
    [InlineData("ADVANCED_EXCLUDE_TCP", "-")]
    [InlineData("ADVANCED_EXCLUDE_UDP", "1;2")]
    [InlineData("IGNORE_FILE", "relative")]
    [InlineData("HISTORY_FILE", "h")]
    [InlineData("BLOCKED_FILE", "./b")]
    [InlineData("BLOCK_TCP", "3")]
    [InlineData("BLOCK_TCP", "yes")]
    [InlineData("BLOCK_UDP", "on")]
    [InlineData("SCAN_TRIGGER", "65536")]
    [InlineData("LOG_FORMAT", "syslog")]
    [InlineData("HISTORY_FORMAT", "json")]
    [InlineData("TCP_MODE", "udp")]
    [InlineData("TCP_MODE", "STCP")]
    [InlineData("TCP_MODE", "sudp")]
    [InlineData("UDP_MODE", "atcp")]
    [InlineData("BLOCKER", "")]
    [InlineData("BLOCKER", "ipchains")]
    [InlineData("BLOCKER", "nftables nftables")]
    [InlineData("KILL_ROUTE", "/sbin/route add -host $TARGET reject")]
    [InlineData("KILL_HOSTS_DENY", "ALL: ALL : DENY")]
    [InlineData("KILL_RUN_CMD_FIRST", "yes")]
    [InlineData("UNBLOCK_COMMAND", "iptables -F")]
    [InlineData("COORDINATOR", "")]
    [InlineData("COORDINATOR", "http://c1.example:7443")]
    [InlineData("COORDINATOR", "c1.example:7443")]
    [InlineData("COORDINATOR", "https://c1.example:7443/path")]
    [InlineData("COORDINATOR", "https://me@c1.example:7443")]
    [InlineData("COORDINATOR_CA", "ca.pem")]
    [InlineData("ENGINE", "orleans")]
    [InlineData("ENGINE", "akka")]
    [InlineData("SENSOR_NAME", "")]
    [InlineData("SENSOR_NAME", "a name")]
    [InlineData("SENSOR_NAME", "12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("ORDERS", "log")]
    [InlineData("ORDER_BLOCKER", "nothing")]
    [InlineData("BLOCK_DURATION", "24")]
    [InlineData("BLOCK_DURATION", "-1h")]
    [InlineData("BLOCK_DURATION", "1.5h")]
    [InlineData("BLOCK_DURATION", "24 h")]
    [InlineData("BLOCK_DURATION", "1w")]
    [InlineData("BLOCK_DURATION", "3651d")]
    [InlineData("BLOCK_DURATION", "99999999999s")]
    [InlineData("BLOCK_DURATION", "h")]
    [InlineData("BLOCK_DURATION", "")]
    [InlineData("BLOCK_DURATION_UNPROVEN", "0")]
    [InlineData("BLOCK_DURATION_UNPROVEN", "0s")]
    [InlineData("BLOCK_DURATION_MAX", "max")]
    [InlineData("SCAN_WINDOW", "0")]
    [InlineData("SERVICE_GRACE", "x")]
    [InlineData("BOOT_GRACE", "")]
    [InlineData("IPV6_PREFIX", "31")]
    [InlineData("IPV6_PREFIX", "129")]
    [InlineData("PROTECT", "own everybody")]
    [InlineData("PROTECT", "nohost")]
    [InlineData("PROTECT", "-own")]
    [InlineData("PROTECT", "-loopback")]
    [InlineData("PROTECT", "-")]
    [InlineData("PROTECT", "0")]
    [InlineData("MAX_BLOCKS", "0")]
    [InlineData("MAX_BLOCKS", "1000001")]
    [InlineData("MAX_BLOCKS_PER_MINUTE", "0")]
    [InlineData("MAX_SOURCES", "15")]
    [InlineData("MAX_SOURCES", "99999999999999999999")]
    [InlineData("INTERFACES", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65")]
    [InlineData("SIMULATE", "true")]
    [InlineData("STATE_DIR", "state")]
    [InlineData("METRICS_LISTEN", "127.0.0.1")]
    [InlineData("METRICS_LISTEN", "127.0.0.1:0")]
    [InlineData("METRICS_LISTEN", "9836")]
    [InlineData("METRICS_LISTEN", "localhost:9836")]
    [InlineData("CONTROL_SOCKET", "")]
    public void Bad_value_is_an_error_that_names_key_value_and_what_is_allowed(string key, string value)
    {
        var result = ConfigReader.Read(File, $"\n{key}=\"{value}\"\n");

        Assert.True(result.HasErrors);
        var error = Assert.Single(result.Issues, issue => issue.IsError);
        Assert.Equal(2, error.Line);
        Assert.StartsWith($"{key}=\"{value}\" is not allowed; allowed: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_is_tried_with_a_good_and_a_bad_value_above()
    {
        string[] anyTextWillDo = ["RESOLVE_HOST", "KILL_RUN_CMD", "PORT_BANNER"];
        var good = GoodValues.Select(row => (string)((object[])row)[0]);
        var bad = typeof(ConfigReaderTests).GetMethod(nameof(Bad_value_is_an_error_that_names_key_value_and_what_is_allowed))!
            .GetCustomAttributesData().SelectMany(data => data.ConstructorArguments)
            .Select(argument => argument.Value).OfType<IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>>()
            .Select(arguments => (string)arguments[0].Value!);

        Assert.Equal(ConfigKeys.ByName.Keys.Order(), good.Concat(anyTextWillDo).Distinct().Order());
        Assert.Equal(ConfigKeys.ByName.Keys.Except(anyTextWillDo).Order(), bad.Distinct().Order());
    }

    [Fact]
    public void Empty_file_gives_the_defaults()
    {
        var result = ConfigReader.Read(File, "");

        Assert.Empty(result.Issues);
        Assert.Equal(new SensorOptions(), result.Options);
    }

    [Fact]
    public void All_errors_are_told_at_once_with_their_lines()
    {
        const string text = """
            # a comment
            SCAN_TRIGGER="x"

            ADVANCED_PORTS_TCP="1"
            BLOCK_TCP="5"
            BLOCK_DURATION=24h
            """;

        var result = ConfigReader.Read(File, text);

        Assert.Equal(
            [
                "portsentry.conf:2: error: SCAN_TRIGGER=\"x\" is not allowed; allowed: a number from 0 to 65535",
                "portsentry.conf:5: error: BLOCK_TCP=\"5\" is not allowed; allowed: 0 to log only, 1 to block, 2 to run KILL_RUN_CMD only",
                "portsentry.conf:6: error: the value of BLOCK_DURATION is not quoted; allowed: BLOCK_DURATION=\"24h\"",
            ],
            result.Issues.Select(issue => issue.ToString()));
        Assert.True(result.HasErrors);
    }

    [Fact]
    public void Duplicate_key_is_warned_of_and_the_first_wins()
    {
        var result = ConfigReader.Read(File, "SCAN_TRIGGER=\"1\"\nSCAN_TRIGGER=\"2\"\nSCAN_TRIGGER=\"x\"\n");

        Assert.Equal(1, result.Options.ScanTrigger);
        Assert.Equal(
            [
                "portsentry.conf:2: warning: SCAN_TRIGGER stands in line 1 already; that one counts, this one does not",
                "portsentry.conf:3: warning: SCAN_TRIGGER stands in line 1 already; that one counts, this one does not",
            ],
            result.Issues.Select(issue => issue.ToString()));
    }

    [Theory]
    [InlineData("SCAN_TRIGGER=5", false, "the value of SCAN_TRIGGER is not quoted; allowed: SCAN_TRIGGER=\"5\"; it counts as not set, as in portsentry 1.2")]
    [InlineData("SCAN_TRIGGER='5'", false, "the value of SCAN_TRIGGER is not quoted; allowed: SCAN_TRIGGER=\"'5'\"; it counts as not set, as in portsentry 1.2")]
    [InlineData("SCAN_TRIGGER", false, "SCAN_TRIGGER has no value; allowed: SCAN_TRIGGER=\"value\"; the line is skipped, as portsentry 1.2 does")]
    [InlineData("SCAN_TRIGGER 5", false, "the value of SCAN_TRIGGER is not quoted; allowed: SCAN_TRIGGER=\"5\"; it counts as not set, as in portsentry 1.2")]
    [InlineData("MAX_BLOCKS=5", true, "the value of MAX_BLOCKS is not quoted; allowed: MAX_BLOCKS=\"5\"")]
    [InlineData("MAX_BLOCKS", true, "MAX_BLOCKS has no value; allowed: MAX_BLOCKS=\"value\"")]
    [InlineData("MAX_BLOCKS \"5\"", true, "MAX_BLOCKS is not followed by = and its value in quotes; allowed: MAX_BLOCKS=\"value\"")]
    [InlineData("MAX_BLOCKS=5 # not \"6\"", true, "MAX_BLOCKS is not followed by = and its value in quotes; allowed: MAX_BLOCKS=\"value\"")]
    [InlineData("\tMAX_BLOCKS=5", true, "the value of MAX_BLOCKS is not quoted; allowed: MAX_BLOCKS=\"5\"")]
    public void Line_without_a_quoted_value_is_skipped_for_a_key_of_old_and_an_error_for_one_of_ours(string line, bool isError, string message)
    {
        var result = ConfigReader.Read(File, line);

        Assert.Equal([new ConfigIssue(isError, File, 1, message)], result.Issues);
        Assert.Equal(new SensorOptions(), result.Options);
    }

    [Theory]
    [InlineData("SCAN_TRIGGER=\"5\n", "the value of SCAN_TRIGGER has no closing quote; everything to the end of the line is taken")]
    [InlineData("SCAN_TRIGGER \"5\"", "SCAN_TRIGGER is not followed by = and its value in quotes; what its line has in quotes is taken, as portsentry 1.2 does: \"5\"")]
    [InlineData("SCAN_TRIGGER is \"5\" = \"6\"", "SCAN_TRIGGER is not followed by = and its value in quotes; what its line has in quotes is taken, as portsentry 1.2 does: \"5\"")]
    [InlineData("SCAN_TRIGGER=4 # or \"5\"", "SCAN_TRIGGER is not followed by = and its value in quotes; what its line has in quotes is taken, as portsentry 1.2 does: \"5\"")]
    public void Line_of_doubtful_form_is_taken_with_a_warning(string text, string message)
    {
        var result = ConfigReader.Read(File, text);

        Assert.Equal([new ConfigIssue(false, File, 1, message)], result.Issues);
        Assert.Equal(5, result.Options.ScanTrigger);
    }

    [Theory]
    [InlineData("\ufeff# comment\nSCAN_TRIGGER=\"5\"\n")]
    [InlineData("SCAN_TRIGGER=\"5\"\r\nBLOCK_TCP=\"1\"\r\n")]
    [InlineData("SCAN_TRIGGER=\"5\"")]
    [InlineData("SCAN_TRIGGER = \"5\"")]
    [InlineData("SCAN_TRIGGER =\t\"5\"")]
    [InlineData("SCAN_TRIGGER=\"5\" # with reason")]
    [InlineData("SCAN_TRIGGER=\"5\"6\"")]
    [InlineData("   \n\t\n#SCAN_TRIGGER=\"1\"\n  # SCAN_TRIGGER=\"2\"\nSCAN_TRIGGER=\"5\"")]
    public void Line_in_any_form_that_is_found_in_the_wild_is_read(string text)
    {
        var result = ConfigReader.Read(File, text);

        Assert.Empty(result.Issues);
        Assert.Equal(5, result.Options.ScanTrigger);
    }

    [Theory]
    [InlineData("SCAN_TRIGER", "SCAN_TRIGER is no key and has no effect; did you mean SCAN_TRIGGER?")]
    [InlineData("BLOCK_TPC", "BLOCK_TPC is no key and has no effect; did you mean BLOCK_TCP?")]
    [InlineData("scan_trigger", "scan_trigger is no key and has no effect")]
    [InlineData("T", "T is no key and has no effect")]
    public void Unknown_key_is_warned_of_with_the_one_that_may_be_meant(string key, string message) =>
        Assert.Equal([new ConfigIssue(false, File, 1, message)], ConfigReader.Read(File, $"{key}=\"1\"").Issues);

    [Fact]
    public void Protect_adds_to_what_is_protected_anyway()
    {
        var protect = ConfigReader.Read(File, "PROTECT=\"own\"").Options.Protect;

        Assert.Equal(
            Enum.GetValues<ProtectionReason>().Except([ProtectionReason.NoHost, ProtectionReason.Ignored]),
            protect.Order());
    }

    [Fact]
    public void Debians_stock_file_is_read_without_an_error()
    {
        const string text = """
            TCP_PORTS="1,11,15,79,111,119,143,540,635,1080,1524,2000,5742,6667,12345,12346,20034,27665,31337,32771,32772,32773,32774,40421,49724,54320"
            UDP_PORTS="1,7,9,69,161,162,513,635,640,641,700,37444,34555,31335,32770,32771,32772,32773,32774,31337,54321"
            ADVANCED_PORTS_TCP="1024"
            ADVANCED_PORTS_UDP="1024"
            ADVANCED_EXCLUDE_TCP="113,139"
            ADVANCED_EXCLUDE_UDP="520,138,137,67"
            IGNORE_FILE="/etc/portsentry/portsentry.ignore"
            HISTORY_FILE="/var/lib/portsentry/portsentry.history"
            BLOCKED_FILE="/var/lib/portsentry/portsentry.blocked"
            RESOLVE_HOST = "0"
            BLOCK_UDP="0"
            BLOCK_TCP="0"
            KILL_ROUTE="/sbin/route add -host $TARGET$ reject"
            KILL_HOSTS_DENY="ALL: $TARGET$ : DENY"
            SCAN_TRIGGER="0"
            """;

        var result = ConfigReader.Read(File, text);

        Assert.False(result.HasErrors);
        Assert.Equal((26, 2, 1024), (result.Options.Tcp.Ports.Count, result.Options.Tcp.AdvancedExclude.Count, result.Options.Tcp.AdvancedPorts));
        Assert.True(result.Options.Tcp.Ports.Contains(54320) && result.Options.Tcp.Ports.Contains(32773) && !result.Options.Tcp.Ports.Contains(32775));
    }

    [Fact]
    public void File_that_cannot_be_read_is_an_error()
    {
        var result = ConfigReader.ReadFile("/nonexistent/portsentry.conf");

        Assert.True(result.HasErrors);
        Assert.StartsWith("/nonexistent/portsentry.conf: error: cannot be read: ", Assert.Single(result.Issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_text_never_throws_and_each_line_says_at_most_three_things() => Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var result = ConfigReader.Read(File, text);
        return result.Issues.GroupBy(issue => issue.Line).All(line => line.Key >= 1 && line.Count() <= 3);
    }).QuickCheckThrowOnFailure();

    private static Gen<string> Texts()
    {
        var key = Gen.Elements(ConfigKeys.ByName.Keys.Append("NO_KEY").Append("").ToArray());
        var piece = Gen.Elements("=", "\"", "\n", "\r\n", " ", "\t", "#", "0", "1", "-", ",", "24h", "d", "/", "own", "\0", "é", "\ufeff", "99999999999");
        return Gen.Frequency((1, key), (6, piece)).ListOf().Select(pieces => string.Concat(pieces));
    }
}

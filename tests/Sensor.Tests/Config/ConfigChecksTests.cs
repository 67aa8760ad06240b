using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Config;

public sealed class ConfigChecksTests
{
    private static readonly SensorOptions Good = new()
    {
        Tcp = new() { Ports = PortSet.Of([111]), Block = true },
        Udp = new() { Ports = PortSet.Of([161]), Block = true },
    };

    [Theory]
    [InlineData(ProtocolMode.Stcp)]
    [InlineData(ProtocolMode.Atcp)]
    [InlineData(ProtocolMode.Sudp)]
    [InlineData(ProtocolMode.Audp)]
    public void Good_options_pass_without_a_word(ProtocolMode mode) => Assert.Empty(ConfigChecks.Of("conf", Good, [mode]));

    [Fact]
    public void Listed_mode_needs_a_list()
    {
        var options = Good with { Tcp = Good.Tcp with { Ports = PortSet.Empty } };

        Assert.True(Assert.Single(ConfigChecks.Of("conf", options, [ProtocolMode.Stcp])).IsError);
        Assert.Empty(ConfigChecks.Of("conf", options, [ProtocolMode.Atcp]));
    }

    [Fact]
    public void Coordinator_without_enrolment_is_doubtful_and_says_what_to_do() => Assert.StartsWith(
        "conf: warning: COORDINATOR is set, but this sensor is not enrolled: portsentry enroll",
        Assert.Single(ConfigChecks.Of("conf", Good with { Coordinators = [new Uri("https://c1.example:7443")], StateDir = "/nonexistent" }, [])).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Authorities_that_cannot_be_read_are_an_error() => Assert.StartsWith(
        "conf: error: COORDINATOR_CA: /nonexistent/ca.pem cannot be read",
        Assert.Single(ConfigChecks.Of("conf", Good with { CoordinatorCa = "/nonexistent/ca.pem" }, [])).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Advanced_mode_needs_a_port_that_is_not_excluded()
    {
        var options = Good with { Tcp = Good.Tcp with { AdvancedPorts = 10, AdvancedExclude = PortSet.Below(10) } };

        Assert.Equal(
            "conf: error: ADVANCED_EXCLUDE_TCP leaves no port below ADVANCED_PORTS_TCP to watch",
            Assert.Single(ConfigChecks.Of("conf", options, [ProtocolMode.Atcp])).ToString());
    }

    [Fact]
    public void Advanced_mode_may_exclude_more_ports_than_it_watches_when_one_of_its_own_is_left()
    {
        var options = Good with { Tcp = Good.Tcp with { AdvancedPorts = 10, AdvancedExclude = PortSet.Of([new PortRange(1000, 2000)]) } };

        Assert.Empty(ConfigChecks.Of("conf", options, [ProtocolMode.Atcp]));
    }

    [Fact]
    public void Longest_block_must_not_be_shorter_than_the_first()
    {
        var options = Good with { BlockDuration = TimeSpan.FromDays(2), BlockDurationMax = TimeSpan.FromDays(1) };

        Assert.True(Assert.Single(ConfigChecks.Of("conf", options, [ProtocolMode.Stcp])).IsError);
        Assert.Empty(ConfigChecks.Of("conf", options with { BlockDurationMax = TimeSpan.Zero }, [ProtocolMode.Stcp]));
    }

    [Fact]
    public void Logging_only_is_said_loudly_unless_it_is_simulated()
    {
        var options = Good with { Tcp = Good.Tcp with { Block = false } };

        Assert.False(Assert.Single(ConfigChecks.Of("conf", options, [ProtocolMode.Stcp])).IsError);
        Assert.Empty(ConfigChecks.Of("conf", options with { Simulate = true }, [ProtocolMode.Stcp]));
    }

    [Fact]
    public void Each_mode_is_checked_by_the_keys_of_its_protocol()
    {
        var options = Good with { Udp = new() };

        Assert.Equal(
            [
                "conf: error: UDP_PORTS is missing: mode sudp watches the ports it lists; allowed: such as UDP_PORTS=\"1,7,9,69,161\"",
                "conf: warning: BLOCK_UDP is 0 or missing: UDP scans are logged, nobody is blocked; BLOCK_UDP=\"1\" blocks",
            ],
            ConfigChecks.Of("conf", options, [ProtocolMode.Stcp, ProtocolMode.Sudp]).Select(issue => issue.ToString()));
    }

    [Fact]
    public void Ignore_file_that_cannot_be_read_is_told() =>
        Assert.Contains("/nonexistent/ignore", Assert.Single(ConfigChecks.Of("conf", Good with { IgnoreFile = "/nonexistent/ignore" }, [ProtocolMode.Stcp])).ToString(), StringComparison.Ordinal);
}

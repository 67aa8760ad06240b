using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Cli.Control;

public sealed class JoinCaseTests
{
    private const string File = "/etc/portsentry/portsentry.conf";

    private static readonly SensorOptions Options = new()
    {
        Tcp = new TransportOptions { Ports = PortSet.Of([1, 11]), Block = true },
        Udp = new TransportOptions { Ports = PortSet.Of([7, 9]), Block = true },
    };

    [Theory]
    [InlineData("udp")]
    [InlineData("sudp")]
    [InlineData("audp")]
    public void Mode_of_the_other_protocol_with_the_same_configuration_may_join(string mode)
    {
        var asked = Case(mode, File, ProtocolMode.Atcp);

        Assert.Null(asked.Problem());
        Assert.False(asked.HasJoined);
        Assert.Equal(mode, asked.Mode?.Name());
    }

    [Theory]
    [InlineData("tcp", File, "watches by stcp; stop it to start with -tcp")]
    [InlineData("stcp", File, "watches by stcp; stop it to start with -stcp")]
    [InlineData("auto-tcp", File, "watches by stcp; stop it to start with -auto")]
    [InlineData("sudp", "/tmp/other.conf", "mode sudp can join it with the same configuration file only")]
    [InlineData("ntcp", File, "\"ntcp\" is no mode of the sensor that is running")]
    public void Any_other_is_refused_by_name(string mode, string configuration, string why)
    {
        var asked = Case(mode, configuration, ProtocolMode.Stcp);

        Assert.False(asked.HasJoined);
        Assert.Contains(why, asked.Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mode_whose_ports_the_configuration_in_use_does_not_list_is_refused_with_the_way_out()
    {
        var asked = Case("sudp", File, ProtocolMode.Stcp) with { Options = Options with { Udp = new TransportOptions() } };

        Assert.Contains("UDP_PORTS is missing", asked.Problem(), StringComparison.Ordinal);
        Assert.EndsWith("portsentry reload makes the running sensor read its configuration again", asked.Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mode_that_has_joined_before_joins_again_and_one_that_was_started_with_does_not()
    {
        var both = Case("sudp", File, ProtocolMode.Stcp, ProtocolMode.Sudp);

        Assert.False(both.HasJoined);
        Assert.NotNull(both.Problem());
        Assert.True((both with { StartedWith = [ProtocolMode.Stcp] }).HasJoined);
    }

    private static JoinCase Case(string mode, string configuration, params ProtocolMode[] modes) =>
        new(new AskJoin(mode, configuration), modes, modes, File, Options);
}

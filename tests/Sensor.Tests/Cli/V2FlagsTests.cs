using System.CommandLine;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Cli;

public sealed class V2FlagsTests
{
    private static readonly SensorOptions Both = new() { Tcp = new() { Ports = PortSet.Of([1]) }, Udp = new() { Ports = PortSet.Of([7]) } };

    [Theory]
    [InlineData("", null)]
    [InlineData("--stealth", ConfigDialect.V2)]
    [InlineData("-i eth0", ConfigDialect.V2)]
    [InlineData("-m raw -l syslog -L -S", ConfigDialect.V2)]
    public void Any_of_them_tells_the_dialect(string line, ConfigDialect? expected) => Assert.Equal(expected, Flags(line).Dialect);

    [Fact]
    public void Classic_mode_beside_them_makes_it_1_2s() => Assert.Equal(
        (ConfigDialect.Classic, false), (Flags("-l stdout", hasClassicMode: true).Dialect, Flags("-l stdout", hasClassicMode: true).ToSyslog));

    [Theory]
    [InlineData("", null)]
    [InlineData("-i eth0 -i eth1", "eth0 eth1")]
    [InlineData("--interface=eth0", "eth0")]
    [InlineData("-i ALL", "")]
    [InlineData("-i ALL_NLO", "")]
    [InlineData("-i any", "")]
    public void Interfaces_count_before_the_configuration(string line, string? expected)
    {
        var options = Flags(line).ApplyTo(Both with { Interfaces = ["wg0"] });

        Assert.Equal(expected ?? "wg0", string.Join(' ', options.Interfaces));
    }

    [Theory]
    [InlineData("--stealth", new[] { ProtocolMode.Stcp, ProtocolMode.Sudp })]
    [InlineData("", new ProtocolMode[0])]
    public void Modes_are_those_of_the_lists(string line, ProtocolMode[] expected) => Assert.Equal(expected, Modes(line, Both));

    [Fact]
    public void Protocol_without_a_list_is_not_watched() =>
        Assert.Equal([ProtocolMode.Sudp], Modes("--stealth", Both with { Tcp = new() }));

    [Fact]
    public void Stealth_and_connect_exclude_each_other_and_the_classic_modes()
    {
        Assert.Equal("give one of --stealth and --connect, not both", Assert.Throws<StartException>(() => Modes("--stealth --connect", Both)).Message);
        Assert.Equal(
            "give the mode flags of portsentry 1.2 or --stealth or --connect, not both",
            Assert.Throws<StartException>(() => Flags("--stealth", hasClassicMode: true)).Message);
    }

    [Fact]
    public void Connect_is_the_bound_modes_where_there_are_any()
    {
        if (ProtocolModes.Find(Transport.Tcp, "tcp") is { } tcp)
            Assert.Equal(tcp, Modes("--connect", Both)[0]);
        else
            Assert.Contains("not in this version", Assert.Throws<StartException>(() => Modes("--connect", Both)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_done_or_blocks_clients_is_told()
    {
        var flags = new V2Flags();

        Assert.Equal(3, flags.Doubts(Parse(flags, "-L -S -m raw")).Count());
        Assert.True(Flags("-S").ServedPortsCount);
        Assert.Empty(flags.Doubts(Parse(flags, "--stealth")));
    }

    [Theory]
    [InlineData("-m libpcap")]
    [InlineData("-l file")]
    public void Other_values_are_refused(string line) => Assert.NotEmpty(Parse(new V2Flags(), line).Errors);

    [Fact]
    public void Configuration_of_2_x_means_stealth_where_nobody_names_a_mode() =>
        Assert.Equal([ProtocolMode.Stcp, ProtocolMode.Sudp], ModeChoice.Of([], Both, ConfigDialect.V2));

    private static StartFlags Flags(string line, bool hasClassicMode = false)
    {
        var flags = new V2Flags();
        return flags.Of(Parse(flags, line), hasClassicMode);
    }

    private static IReadOnlyList<ProtocolMode> Modes(string line, SensorOptions options)
    {
        var flags = new V2Flags();
        return flags.Modes(Parse(flags, line), options);
    }

    private static ParseResult Parse(V2Flags flags, string line)
    {
        var command = new RootCommand();
        foreach (var option in flags.Options)
            command.Options.Add(option);
        return command.Parse(line, new ParserConfiguration { EnablePosixBundling = false });
    }
}

using System.CommandLine;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Tests.Cli;

public sealed class ModeFlagsTests
{
    [Theory]
    [InlineData("", new ProtocolMode[0])]
    [InlineData("-stcp", new[] { ProtocolMode.Stcp })]
    [InlineData("-udp -tcp", new[] { ProtocolMode.Tcp, ProtocolMode.Udp })]
    [InlineData("-audp", new[] { ProtocolMode.Audp })]
    [InlineData("-sudp -atcp", new[] { ProtocolMode.Atcp, ProtocolMode.Sudp })]
    [InlineData("-auto", new[] { ProtocolMode.AutoTcp, ProtocolMode.AutoUdp })]
    public void Flags_name_one_mode_a_protocol(string line, ProtocolMode[] expected) => Assert.Equal(expected, Parse(line));

    [Theory]
    [InlineData("-stcp -atcp", "give one of -stcp and -atcp, not both")]
    [InlineData("-atcp -sudp -audp", "give one of -sudp and -audp, not both")]
    [InlineData("-tcp -stcp", "give one of -tcp and -stcp, not both")]
    [InlineData("-stcp -auto", "give one of -stcp and -auto, not both")]
    [InlineData("-auto -audp", "give one of -auto and -audp, not both")]
    public void Flags_that_cannot_run_are_refused(string line, string message)
    {
        var refusal = Assert.Throws<StartException>(() => Parse(line));

        Assert.Equal((ExitCode.BadUsage, message), (refusal.ExitCode, refusal.Message));
    }

    [Fact]
    public void Configuration_names_the_modes_where_no_flag_does()
    {
        var options = new SensorOptions { Tcp = new() { Mode = ProtocolMode.Atcp }, Udp = new() { Mode = ProtocolMode.Sudp } };

        Assert.Equal([ProtocolMode.Atcp, ProtocolMode.Sudp], ModeChoice.Of([], options));
        Assert.Equal([ProtocolMode.Audp], ModeChoice.Of([ProtocolMode.Audp], options));
    }

    private static IReadOnlyList<ProtocolMode> Parse(string line)
    {
        var flags = new ModeFlags();
        var command = new RootCommand();
        foreach (var option in flags.Options)
            command.Options.Add(option);
        return flags.Of(command.Parse(line, new ParserConfiguration { EnablePosixBundling = false }));
    }
}

using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Tests.Config;

public sealed class ShellVariablesTests
{
    [Theory]
    [InlineData("TCP_MODE=\"atcp\"", "atcp")]
    [InlineData("TCP_MODE='atcp'", "atcp")]
    [InlineData("TCP_MODE=atcp", "atcp")]
    [InlineData("TCP_MODE=atcp # all ports", "atcp")]
    [InlineData("TCP_MODE=atcp;", "atcp")]
    [InlineData("TCP_MODE=\"atcp\" # \"tcp\"", "atcp")]
    [InlineData("  export TCP_MODE=\"atcp\"", "atcp")]
    [InlineData("export\tTCP_MODE=atcp\r\n", "atcp")]
    [InlineData("TCP_MODE=\"tcp\"\n# TCP_MODE=\"stcp\"\nTCP_MODE=\"atcp\"\n", "atcp")]
    [InlineData("UDP_MODE=audp; TCP_MODE=atcp", "atcp")]
    [InlineData("UDP_MODE=audp TCP_MODE=atcp", "atcp")]
    [InlineData("TCP_MODE=\"tcp\"\nTCP_MODE=\"\"", "")]
    [InlineData("TCP_MODE=", "")]
    [InlineData("TCP_MODE='a \" b'", "a \" b")]
    public void Variable_is_what_a_shell_makes_it(string text, string value) => Assert.Equal(value, ShellVariables.Read(text)["TCP_MODE"]);

    [Theory]
    [InlineData("")]
    [InlineData("# TCP_MODE=\"atcp\"")]
    [InlineData("#TCP_MODE=atcp")]
    [InlineData("TCP_MODE = \"atcp\"")]
    [InlineData("TCP_MODE=\"atcp")]
    [InlineData("TCP_MODE='atcp\"")]
    [InlineData("TCP_MODE=\"at\"cp")]
    [InlineData("UDP_MODE=audp # TCP_MODE=atcp")]
    [InlineData("MY_TCP_MODE=atcp")]
    [InlineData("echo TCP_MODE=atcp")]
    public void What_a_shell_does_not_assign_is_no_variable(string text) => Assert.False(ShellVariables.Read(text).ContainsKey("TCP_MODE"));
}

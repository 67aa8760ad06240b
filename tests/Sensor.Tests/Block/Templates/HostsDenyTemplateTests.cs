using PortSentry.Sensor.Block.Templates;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Block.Templates;

public sealed class HostsDenyTemplateTests
{
    [Theory]
    [InlineData("192.0.2.7", "ALL: 192.0.2.7 : DENY")]
    [InlineData("192.0.2.0/24", "ALL: 192.0.2.0/24 : DENY")]
    [InlineData("2001:db8::7", "ALL: [2001:db8::7] : DENY")]
    [InlineData("2001:db8::/64", "ALL: [2001:db8::]/64 : DENY")]
    public void Source_is_written_as_the_wrappers_read_it(string target, string expected) =>
        Assert.Equal(expected, HostsDenyTemplate.Classic.Fill(Cidr.Parse(target)));

    [Theory]
    [InlineData("ALL: $TARGET$ : DENY", true)]
    [InlineData("all:$TARGET$:deny", true)]
    [InlineData("ALL : $TARGET$", true)]
    [InlineData("sshd: $TARGET$", false)]
    [InlineData("ALL: $TARGET$ : spawn id", false)]
    [InlineData("ALL: $TARGET$, 192.0.2.1 : DENY", false)]
    public void Template_that_a_list_can_stand_for_is_known(string text, bool expected) => Assert.Equal(expected, new HostsDenyTemplate(text).IsPlain);
}

using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Net;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("office.example.net", true)]
    [InlineData("gateway", true)]
    [InlineData("a_b-c.example", true)]
    [InlineData("192.0.2.7", false)]
    [InlineData("10.1.2", false)]
    [InlineData("192.0.2.0/24", false)]
    [InlineData("-x.example", false)]
    [InlineData("two..dots", false)]
    [InlineData("two words", false)]
    [InlineData("", false)]
    public void Name_is_told_from_what_is_none(string text, bool expected) => Assert.Equal(expected, HostName.IsValid(text));

    [Theory]
    [InlineData("scanner.example.net.", "scanner.example.net")]
    [InlineData("a/b] (x)\nattackalert: y", "a-b---x--attackalert--y")]
    [InlineData("192.0.2.7", null)]
    [InlineData("::1", null)]
    [InlineData("", null)]
    public void Name_that_a_stranger_chose_has_the_characters_of_names_alone(string name, string? expected) => Assert.Equal(expected, HostName.Sanitised(name));

    [Fact]
    public void Name_that_is_too_long_is_cut() => Assert.Equal(253, HostName.Sanitised(new string('x', 400))!.Length);
}

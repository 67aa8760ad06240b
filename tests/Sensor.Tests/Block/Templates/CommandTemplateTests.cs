using System.Net;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Block.Templates;

public sealed class CommandTemplateTests
{
    [Theory]
    [InlineData("block $TARGET$ $PORT$ $MODE$", "block 192.0.2.7 111 stcp")]
    [InlineData("$TARGET$$TARGET$x$PORT$", "192.0.2.7192.0.2.7x111")]
    [InlineData("nothing", "nothing")]
    [InlineData("$TARGET $TARGETS$", "$TARGET $TARGETS$")]
    public void Every_place_is_filled(string text, string expected) =>
        Assert.Equal(expected, new CommandTemplate(text).Fill(Address.Parse("192.0.2.7"), 111, "stcp"));

    [Theory]
    [InlineData("$TARGET$", false)]
    [InlineData("$TARGET", true)]
    [InlineData("$TARGET$ $PORT", true)]
    [InlineData("$MODE x", true)]
    [InlineData("$HOME", false)]
    public void Place_without_its_last_dollar_sign_is_known(string text, bool expected) => Assert.Equal(expected, new CommandTemplate(text).HasOpenPlace);

    [Fact]
    public void Only_digits_letters_dots_and_colons_are_ever_put_in() => Prop.ForAll(
        Gen.OneOf(Generate.Bytes(4).Where(bytes => bytes.Length == 4), Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(16)).ToArbitrary(),
        bytes => new CommandTemplate("$TARGET$").Fill(Address.Parse(new IPAddress(bytes).ToString()), 1, "stcp").All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or ':')).QuickCheckThrowOnFailure();
}

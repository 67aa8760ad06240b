using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Tests.Accounts;

public sealed class Base32Tests
{
    // RFC 4648, 10, without padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Letters_are_those_of_the_RFC(string plain, string letters) =>
        Assert.Equal(letters, Base32.Encode(System.Text.Encoding.ASCII.GetBytes(plain)));

    [Fact]
    public void What_was_encoded_is_read_again() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => Base32.TryDecode(Base32.Encode(bytes), out var read) && read.AsSpan().SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("MZXW1")]
    [InlineData("MZ XQ")]
    [InlineData("ÄÖ")]
    public void What_is_no_letter_is_refused(string text) => Assert.False(Base32.TryDecode(text, out _));
}

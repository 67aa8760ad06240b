using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Pki;

namespace PortSentry.Shared.Tests.Pki;

public sealed class EnrolmentTokenTests
{
    private const string Secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static readonly string Print = new('a', 64);

    [Fact]
    public void Token_reads_back_and_keeps_its_hash()
    {
        var token = EnrolmentToken.New(Print);

        Assert.True(EnrolmentToken.TryParse(token.Text, out var read));
        Assert.Equal((token.Text, token.Hash, Print), (read.Text, read.Hash, read.Fingerprint));
        Assert.NotEqual(token.Hash, EnrolmentToken.New(Print).Hash);
    }

    [Fact]
    public void Hash_is_the_SHA256_of_the_secret_as_it_is_written()
    {
        Assert.True(EnrolmentToken.TryParse($"pse1.{Secret}.{Print}", out var token));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret))), token.Hash);
    }

    [Fact]
    public void Token_does_not_tell_its_secret_by_accident() => Assert.Equal($"pse1.***.{Print}", EnrolmentToken.New(Print).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pse1")]
    [InlineData("pse1..")]
    [InlineData("pse2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.{0}")]
    [InlineData("PSE1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.{0}")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.{0}")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.{0}")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=.{0}")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n.{0}")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+.{0}")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB.{0}")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.{0}a")]
    [InlineData("pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.{0}.")]
    [InlineData(" pse1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.{0}")]
    public void Anything_else_is_refused(string? text) =>
        Assert.False(EnrolmentToken.TryParse(text?.Replace("{0}", Print, StringComparison.Ordinal), out _));

    [Fact]
    public void Token_changed_in_one_character_is_another_or_none()
    {
        var token = EnrolmentToken.New(Print);
        Prop.ForAll(Gen.Zip(Gen.Choose(0, token.Text.Length - 1), Gen.Choose(0, 0x17f)).ToArbitrary(), change =>
        {
            var text = token.Text.ToCharArray();
            text[change.Item1] = (char)change.Item2;
            var changed = new string(text);
            return changed == token.Text
                || !EnrolmentToken.TryParse(changed, out var read)
                || (read.Text == changed && (read.Hash, read.Fingerprint) != (token.Hash, token.Fingerprint));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Garbage_never_throws() => Prop.ForAll(
        Gen.Elements("pse1.aA0-_=é\n\0 ".ToCharArray()).ListOf().Select(letters => new string([.. letters])).ToArbitrary(),
        text => !EnrolmentToken.TryParse(text, out _) && !EnrolmentToken.TryParse($"pse1.{text}.{Print}", out _)).QuickCheckThrowOnFailure();
}

using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Pki;

namespace PortSentry.Shared.Tests.Pki;

public sealed class EnrolmentTokenTests
{
    private static readonly string Print = new('a', 64);

    [Fact]
    public void Token_reads_back_and_keeps_its_hash()
    {
        var token = EnrolmentToken.New(Print);
        Assert.True(EnrolmentToken.TryParse(token.Text, out var read));
        Assert.Equal((token.Hash, Print), (read.Hash, read.Fingerprint));
        Assert.NotEqual(token.Hash, EnrolmentToken.New(Print).Hash);
    }

    [Fact]
    public void Token_does_not_tell_its_secret_by_accident() => Assert.Equal($"pse1.***.{Print}", EnrolmentToken.New(Print).ToString());

    [Fact]
    public void Token_changed_anywhere_is_another_or_none()
    {
        var token = EnrolmentToken.New(Print);
        Prop.ForAll(Gen.Choose(0, token.Text.Length - 1).Zip(Gen.Choose(32, 126)).ToArbitrary(), change =>
        {
            var text = token.Text.ToCharArray();
            text[change.Item1] = (char)change.Item2;
            var changed = new string(text);
            return !EnrolmentToken.TryParse(changed, out var read) || read.Text == changed;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Arbitrary_text_never_throws() =>
        Prop.ForAll<string>(text => !EnrolmentToken.TryParse(text, out _)).QuickCheckThrowOnFailure();
}

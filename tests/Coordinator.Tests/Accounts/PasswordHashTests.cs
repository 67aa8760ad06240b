using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Tests.Accounts;

public sealed class PasswordHashTests
{
    [Fact]
    public void A_password_is_known_again_and_another_is_not()
    {
        var hash = PasswordHash.Of("correct horse battery");

        Assert.True(PasswordHash.Verify(hash, "correct horse battery"));
        Assert.False(PasswordHash.Verify(hash, "correct horse batterz"));
        Assert.StartsWith("pbkdf2-sha256$600000$", hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, PasswordHash.Of("correct horse battery"));
    }

    [Fact]
    public void Nobodys_is_dear_to_verify_as_any_and_another_each_time()
    {
        var nobodys = PasswordHash.OfNobody();

        Assert.False(PasswordHash.Verify(nobodys, "correct horse battery"));
        Assert.Equal(PasswordHash.Of("correct horse battery").Split('$')[..2], nobodys.Split('$')[..2]);
        Assert.Equal(PasswordHash.Of("correct horse battery").Length, nobodys.Length);
        Assert.NotEqual(nobodys, PasswordHash.OfNobody());
    }

    // The published vector for PBKDF2-HMAC-SHA256: "passwd", "salt", one round (RFC 7914, 11).
    [Fact]
    public void The_hash_is_that_of_the_standard() =>
        Assert.True(PasswordHash.Verify("pbkdf2-sha256$1$c2FsdA==$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=", "passwd"));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha256$0$c2FsdA==$AAAA")]
    [InlineData("pbkdf2-sha256$99999999999$c2FsdA==$AAAA")]
    [InlineData("md5$1$c2FsdA==$AAAA")]
    public void What_is_no_hash_lets_nobody_in(string hash) => Assert.False(PasswordHash.Verify(hash, "plain"));

    [Theory]
    [InlineData("short", "a password has at least 12 characters")]
    [InlineData("anna is here!", "a password does not contain the user's name")]
    [InlineData("aaaaaaaaaaaaaaaa", "a password has at least 5 different characters")]
    public void A_weak_one_is_refused_with_a_sentence(string password, string why) => Assert.Equal(why, PasswordHash.Fault(password, "anna"));

    [Fact]
    public void A_good_one_is_not_refused() => Assert.Null(PasswordHash.Fault("correct horse battery", "anna"));
}

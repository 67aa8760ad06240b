using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Tests.Accounts;

public sealed class TotpTests
{
    // RFC 6238, appendix B: the secret is the ASCII of 12345678901234567890; the codes there have 8 digits, of which ours are the last 6.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void A_code_counts_a_step_before_and_after_but_no_further()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_200_000_000);
        var code = Totp.CodeAt(Secret, at);

        Assert.Equal(40_000_000, Totp.StepOf(Secret, code, 0, at));
        Assert.Equal(40_000_000, Totp.StepOf(Secret, code, 0, at.AddSeconds(59)));
        Assert.Equal(40_000_000, Totp.StepOf(Secret, code, 0, at.AddSeconds(-30)));
        Assert.Null(Totp.StepOf(Secret, code, 0, at.AddSeconds(60)));
        Assert.Null(Totp.StepOf(Secret, code, 0, at.AddSeconds(-31)));
    }

    [Fact]
    public void A_code_counts_once()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_200_000_000);

        Assert.Null(Totp.StepOf(Secret, Totp.CodeAt(Secret, at), 40_000_000, at));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("１２３４５６")]
    public void What_is_no_code_is_refused(string code) => Assert.Null(Totp.StepOf(Secret, code, 0, DateTimeOffset.UnixEpoch));
}

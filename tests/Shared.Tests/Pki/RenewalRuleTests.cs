using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Pki;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class RenewalRuleTests
{
    [Theory]
    [InlineData(0, 30)]
    [InlineData(0.5, 32.5)]
    [InlineData(1, 35)]
    public void Certificate_renews_with_30_to_35_days_left(double chance, double daysLeft) =>
        Assert.Equal(Now.AddDays(-daysLeft), RenewalRule.RenewAt(Now, chance));

    [Fact]
    public void New_certificate_is_never_due_at_once() => Prop.ForAll(
        Gen.Choose(0, 1000).ToArbitrary(),
        chance => RenewalRule.RenewAt(Now + CertificateAuthority.Lifetime, chance / 1000d) >= Now.AddDays(55)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(-90, true)]
    [InlineData(0, true)]
    [InlineData(365, true)]
    [InlineData(366, false)]
    public void Certificate_can_be_renewed_until_a_year_after_its_end(int days, bool expected) =>
        Assert.Equal(expected, RenewalRule.IsRenewable(Now, Now.AddDays(days)));
}

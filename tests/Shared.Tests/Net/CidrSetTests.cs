using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Net;

public sealed class CidrSetTests
{
    [Fact]
    public void Networks_are_ordered_and_without_duplicates()
    {
        var set = new CidrSet([Cidr.Parse("192.0.2.0/24"), Cidr.Parse("10.0.0.0/8"), Cidr.Parse("192.0.2.77/24")]);

        Assert.Equal([Cidr.Parse("10.0.0.0/8"), Cidr.Parse("192.0.2.0/24")], set.Networks);
    }

    [Fact]
    public void Empty_contains_nothing()
    {
        Assert.False(CidrSet.Empty.Contains(Address.Parse("192.0.2.7")));
        Assert.False(CidrSet.Empty.Overlaps(Cidr.Parse("0.0.0.0/0")));
    }

    [Fact]
    public void Whole_of_one_family_does_not_contain_the_other()
    {
        var set = new CidrSet([Cidr.Parse("::/0")]);

        Assert.False(set.Contains(Address.Parse("192.0.2.7")));
        Assert.True(set.Contains(Address.Parse("2001:db8::1")));
    }

    [Fact]
    public void Contains_and_Overlaps_agree_with_each_network_asked_alone() => Prop.ForAll(
        Gen.Zip(Generate.NearCidr.ListOf(), Generate.NearCidr).ToArbitrary(),
        pair =>
        {
            var set = new CidrSet(pair.Item1);
            return set.Contains(pair.Item2.Base) == pair.Item1.Any(network => network.Contains(pair.Item2.Base))
                && set.Overlaps(pair.Item2) == pair.Item1.Any(network => network.Overlaps(pair.Item2));
        }).QuickCheckThrowOnFailure();
}

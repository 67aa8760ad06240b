using PortSentry.Shared.Contracts;

namespace PortSentry.Shared.Tests.Contracts;

public sealed class ScanKindTextTests
{
    [Fact]
    public void Name_of_every_kind_is_there_and_its_own()
    {
        var names = Enum.GetValues<ScanKind>().Select(kind => kind.Name()).ToList();

        Assert.Equal(
            ["connect", "syn", "fin", "null", "xmas", "ack", "window", "maimon", "tiny-fragment", "other-flags", "udp", "sctp", "ip-protocol"],
            names);
        Assert.Distinct(names);
    }

    [Fact]
    public void Numbers_of_kinds_are_stable() =>
        Assert.Equal(Enumerable.Range(1, 13), Enum.GetValues<ScanKind>().Select(kind => (int)kind));

    [Fact]
    public void Name_of_no_kind_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => default(ScanKind).Name());
}

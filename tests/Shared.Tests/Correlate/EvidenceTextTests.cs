using PortSentry.Shared.Correlate;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class EvidenceTextTests
{
    [Theory]
    [InlineData(0, "1 s")]
    [InlineData(40, "40 s")]
    [InlineData(720, "12 min")]
    [InlineData(10800, "3 h")]
    [InlineData(200000, "2 days")]
    public void Span_is_told_to_one_unit(double seconds, string text) => Assert.Equal(text, EvidenceText.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Many_ports_are_told_in_short() =>
        Assert.Equal("ports 1 2 3 4 5 6 7 8 and 92 more", EvidenceText.Ports(Enumerable.Range(1, 100).Reverse()));

    [Fact]
    public void One_port_is_told_as_one() => Assert.Equal("port 22", EvidenceText.Ports([22, 22]));
}

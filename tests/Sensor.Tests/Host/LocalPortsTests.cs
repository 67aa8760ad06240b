using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Host;

public sealed class LocalPortsTests
{
    [Theory]
    [InlineData("32768\t60999\n", "32768-60999")]
    [InlineData("1024 65535", "1024-65535")]
    [InlineData("", null)]
    [InlineData("5 4", null)]
    [InlineData("1 70000", null)]
    [InlineData("1 2 3", null)]
    public void Range_is_read_or_not_taken(string text, string? range) => Assert.Equal(range, LocalPorts.Parse(text)?.ToString());

    [Fact]
    public void This_kernel_has_one() => Assert.True(LocalPorts.Read() is PortRange { Count: > 0 });
}

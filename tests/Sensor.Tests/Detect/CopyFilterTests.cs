using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class CopyFilterTests
{
    private readonly CopyFilter _filter = new();
    private readonly Probe _probe = new Probes().Next("192.0.2.7");

    [Theory]
    [InlineData(0, true)]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(-1, true)]
    public void Same_segment_is_a_copy_within_the_window(int seconds, bool expected)
    {
        var first = _filter.IsCopy(_probe);

        Assert.Equal((false, expected), (first, _filter.IsCopy(_probe with { Ticks = _probe.Ticks + (seconds * TimeSpan.TicksPerSecond) })));
    }

    [Fact]
    public void Copy_is_remembered_from_its_last_time_on()
    {
        foreach (var seconds in new[] { 0, 1, 3, 7, 15, 31, 63, 126 })
            Assert.Equal((seconds, seconds > 0), (seconds, _filter.IsCopy(_probe with { Ticks = _probe.Ticks + (seconds * TimeSpan.TicksPerSecond) })));
    }

    [Fact]
    public void Segment_that_differs_in_anything_is_no_copy()
    {
        _filter.IsCopy(_probe);

        Assert.False(_filter.IsCopy(_probe with { Source = Probes.LocalIPv6 }));
        Assert.False(_filter.IsCopy(_probe with { Destination = Probes.LocalIPv6 }));
        Assert.False(_filter.IsCopy(_probe with { SourcePort = 1 }));
        Assert.False(_filter.IsCopy(_probe with { Port = 112 }));
        Assert.False(_filter.IsCopy(_probe with { Sequence = 99 }));
        Assert.False(_filter.IsCopy(_probe with { Kind = ScanKind.Fin }));
        Assert.False(_filter.IsCopy(_probe with { Flags = TcpFlags.Fin }));
    }
}

using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class ServedTouchesTests
{
    private const long Window = 1000;

    private static readonly Address Source = Address.Parse("192.0.2.7");

    [Fact]
    public void Marks_of_a_source_are_its_own_and_add_up()
    {
        var touches = new ServedTouches(Window);
        touches.Add(Source, 1, 10);
        touches.Add(Source, 4, 11);
        touches.Add(Address.Parse("192.0.2.8"), 2, 12);

        Assert.Equal((5ul, 2ul, 0ul), (touches.Of(Source, 13), touches.Of(Address.Parse("192.0.2.8"), 13), touches.Of(Address.Parse("192.0.2.9"), 13)));
    }

    [Fact]
    public void What_is_older_than_the_window_is_forgotten()
    {
        var touches = new ServedTouches(Window);
        touches.Add(Source, 1, 10);
        Assert.Equal((1ul, 0ul), (touches.Of(Source, 10 + Window), touches.Of(Source, 11 + Window)));

        touches.Add(Source, 2, 11 + Window);

        Assert.Equal(2ul, touches.Of(Source, 12 + Window));
    }

    [Fact]
    public void Crowd_of_others_pushes_out_who_touched_longest_ago()
    {
        var touches = new ServedTouches(Window);
        touches.Add(Source, 1, 1);
        for (uint other = 0; other < 8 * ServedTouches.Capacity; other++)
            touches.Add(Address.FromIPv4(0x0a000000 + other), 1, 2);

        Assert.Equal(0ul, touches.Of(Source, 3));
        Assert.Equal(1ul, touches.Of(Address.FromIPv4(0x0a000000 + (8 * ServedTouches.Capacity) - 1), 3));
    }
}

using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Decide;

public sealed class PastBlocksTests
{
    private readonly PastBlocks _past = new(capacity: 2);

    [Fact]
    public void Highest_number_is_remembered()
    {
        _past.Remember(Host(1), 3);
        _past.Remember(Host(1), 2);

        Assert.Equal((3, 0), (_past.TimesOf(Host(1)), _past.TimesOf(Host(2))));
    }

    [Fact]
    public void Full_memory_forgets_the_one_remembered_longest()
    {
        for (var i = 1; i <= 3; i++)
            _past.Remember(Host(i), i);

        Assert.Equal((0, 2, 3), (_past.TimesOf(Host(1)), _past.TimesOf(Host(2)), _past.TimesOf(Host(3))));
    }

    [Fact]
    public void Forgotten_target_that_comes_again_is_remembered()
    {
        _past.Remember(Host(1), 1);
        _past.Forget(Host(1));
        var forgotten = _past.TimesOf(Host(1));
        _past.Remember(Host(2), 1);
        _past.Remember(Host(1), 1);

        Assert.Equal((0, 1, 1), (forgotten, _past.TimesOf(Host(1)), _past.TimesOf(Host(2))));
    }

    private static Cidr Host(int number) => Cidr.Parse($"203.0.113.{number}");
}

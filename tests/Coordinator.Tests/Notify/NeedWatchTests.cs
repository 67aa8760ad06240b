using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Tests.Notify;

public sealed class NeedWatchTests
{
    private readonly NeedWatch _watch = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Need_stands_after_a_while_even_when_it_flickers()
    {
        Assert.Empty(Look(0, "a").Standing);
        Look(4);
        Assert.Empty(Look(9, "a").Standing);
        Assert.Equal("a", Assert.Single(Look(10, "a").Standing).Key);
    }

    [Fact]
    public void Need_is_over_only_when_it_was_gone_for_as_long()
    {
        Look(0, "a");
        Look(20, "a");

        Assert.False(Look(29).IsOver("a"));
        Assert.True(Look(30).IsOver("a"));
        Assert.Empty(Look(31, "a").Standing);
    }

    [Fact]
    public void Whoever_has_just_begun_to_look_settles_nothing()
    {
        Assert.False(Look(0).IsOver("a"));
        Assert.False(Look(9).IsOver("a"));
        Assert.True(Look(10).IsOver("a"));
    }

    private NeedsView Look(int second, params string[] keys) =>
        _watch.Look([.. keys.Select(key => new Need(NeedSeverity.Failed, key, $"{key} after {second} s", "/"))], TimeSpan.FromSeconds(second));
}

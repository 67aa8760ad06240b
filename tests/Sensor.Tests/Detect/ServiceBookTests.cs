using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class ServiceBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);
    private static readonly ServicePort Web = new(ServicePort.AnyIPv4, 80);
    private static readonly ServicePort Mail = new(ServicePort.AnyIPv4, 25);

    private readonly ServiceBook _book = new(Grace);

    [Fact]
    public void New_port_is_a_change_and_a_known_one_is_none()
    {
        Assert.True(_book.See([Web], Start));
        Assert.False(_book.See([Web], Start.AddSeconds(2)));
        Assert.True(_book.See([Web, Mail], Start.AddSeconds(4)));
    }

    [Fact]
    public void Port_no_longer_served_is_kept_for_its_grace()
    {
        _book.See([Web], Start);

        Assert.False(_book.See([], Start + Grace));
        Assert.True(_book.ToServicePorts().InUse(Address.Parse("198.51.100.1"), 80));
        Assert.True(_book.See([], Start + Grace + TimeSpan.FromSeconds(1)));
        Assert.False(_book.ToServicePorts().InUse(Address.Parse("198.51.100.1"), 80));
    }

    [Fact]
    public void Grace_counts_from_the_last_time_a_port_was_served()
    {
        _book.See([Web], Start);
        _book.See([Web], Start.AddHours(20));

        Assert.False(_book.See([], Start.AddHours(40)));
    }

    [Fact]
    public void Without_grace_a_port_is_forgotten_at_the_next_look()
    {
        var book = new ServiceBook(TimeSpan.Zero);
        book.See([Web], Start);

        Assert.True(book.See([], Start.AddSeconds(2)));
        Assert.Empty(book.LastSeen);
    }

    [Fact]
    public void Port_seen_at_an_earlier_time_does_not_become_older()
    {
        _book.See(Web, Start);

        Assert.False(_book.See(Web, Start.AddHours(-1)));
        Assert.Equal(Start, _book.LastSeen[Web]);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void Port_is_kept_for_its_grace_wherever_the_clock_is_set(int days)
    {
        var set = TimeSpan.FromDays(days);
        _book.See([Web], Start);

        _book.FollowClock(set);

        Assert.False(_book.See([], Start + set + Grace));
        Assert.True(_book.See([], Start + set + Grace + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Port_remembered_from_when_the_clock_was_ahead_is_kept_for_its_grace_from_now_on()
    {
        _book.See(Web, Start.AddYears(1));

        Assert.False(_book.See([], Start));
        Assert.True(_book.See([], Start + Grace + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Full_book_forgets_the_port_seen_longest_ago()
    {
        var book = new ServiceBook(Grace, capacity: 2);
        book.See(Web, Start.AddSeconds(1));
        book.See(Mail, Start);

        book.See(new ServicePort(ServicePort.AnyIPv4, 443), Start.AddSeconds(2));

        Assert.Equal([80, 443], book.LastSeen.Keys.Select(service => (int)service.Port).Order());
    }
}

using System.Text;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Broadcast;

/// <summary>The orders that streams follow.</summary>
public sealed class OrderFeedTests
{
    private readonly OrderFeed _feed = new(new OrderPosition("log1", 10), kept: 3);

    [Fact]
    public void Order_out_of_its_place_is_not_told()
    {
        Assert.True(_feed.TryTell(Order(11)));
        Assert.False(_feed.TryTell(Order(11)));
        Assert.False(_feed.TryTell(Order(13)));

        Assert.Equal(11, _feed.Last.Position.Position);
    }

    [Fact]
    public async Task Who_holds_a_node_goes_on_from_there()
    {
        var begin = _feed.Last;
        _feed.TryTell(Order(11));
        _feed.Ping(DateTimeOffset.UnixEpoch);
        _feed.TryTell(Order(12));

        var first = await begin.Next;
        var ping = await first.Next;
        var second = await ping.Next;

        Assert.Equal([11, 11, 12], new[] { first, ping, second }.Select(node => node.Position.Position));
        Assert.Null(ping.Order);
        Assert.False(second.Next.IsCompleted);
    }

    [Theory]
    [InlineData("log1.13", false)]
    [InlineData("log1.14", true)]
    [InlineData("log1.16", true)]
    [InlineData("log1.17", false)]
    [InlineData("log2.15", false)]
    public void Past_is_found_as_far_as_it_is_kept(string held, bool found)
    {
        foreach (var position in Enumerable.Range(11, 6))
            _feed.TryTell(Order(position));

        Assert.True(OrderPosition.TryParse(held, out var position2));
        Assert.Equal(found ? position2 : null, _feed.Find(position2)?.Position);
    }

    [Fact]
    public void Event_has_the_form_of_an_event_stream()
    {
        _feed.TryTell(Order(11));

        Assert.Equal(
            "event: order\nid: log1.11\ndata: {\"position\":11,\"at\":\"1970-01-01T00:00:00+00:00\",\"order\":{\"order\":\"unblock\",\"target\":\"192.0.2.1\",\"reason\":\"two\\nlines\"}}\n\n",
            Encoding.UTF8.GetString(_feed.Last.Text.Span));
    }

    private static LoggedOrder Order(long position) =>
        new(position, DateTimeOffset.UnixEpoch, new UnblockOrder(Cidr.Parse("192.0.2.1"), "two\nlines"));
}

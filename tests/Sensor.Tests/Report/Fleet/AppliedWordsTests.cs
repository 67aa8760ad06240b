using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class AppliedWordsTests
{
    private readonly AppliedWords _words = new();

    [Fact]
    public void Latest_word_counts_and_refusals_add_up()
    {
        _words.Add(Word(1, 1));
        _words.Add(Word(2, 1));

        Assert.Equal((2, 2), (_words.Word!.Position.Position, _words.Word.Refused.Count));
    }

    [Fact]
    public void Word_is_told_until_it_is_delivered()
    {
        _words.Add(Word(1));
        var told = _words.Word;
        Assert.Same(told, _words.Word);

        _words.Delivered(told);

        Assert.Null(_words.Word);
    }

    [Fact]
    public void What_came_while_a_word_was_under_way_is_told_next()
    {
        _words.Add(Word(1, 1));
        var told = _words.Word;
        _words.Add(Word(2, 1));

        _words.Delivered(told);

        Assert.Equal((2, 1), (_words.Word!.Position.Position, _words.Word.Refused.Count));
    }

    [Fact]
    public void Refusals_beyond_a_word_follow_in_the_next()
    {
        _words.Add(Word(1, 250));

        List<int> counts = [];
        while (_words.Word is { } word)
        {
            counts.Add(word.Refused.Count);
            _words.Delivered(word);
        }

        Assert.Equal([100, 100, 50], counts);
    }

    private static OrdersApplied Word(long position, int refused = 0) => new()
    {
        Position = new OrderPosition("3f9a", position),
        Digest = "d",
        Refused = [.. Enumerable.Range(0, refused).Select(host => new OrderRefused(Cidr.Host(Address.FromIPv4(0xcb007100u + (uint)host)), position, "own"))],
    };
}

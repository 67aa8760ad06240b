using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class PagesTests
{
    private static readonly IReadOnlyList<string> Letters = [.. "abcdefg".Select(letter => letter.ToString())];

    [Fact]
    public void List_is_walked_from_the_first_page_to_the_last_and_back()
    {
        var first = Cut(null);
        var second = Cut(first.Older);
        var third = Cut(second.Older);

        Assert.Equal(("abc", "def", "g"), (Text(first), Text(second), Text(third)));
        Assert.Equal((null, null, 7L), (first.Newer, third.Older, first.Total));
        Assert.Equal("def", Text(Cut(third.Newer)));
        Assert.Equal("abc", Text(Cut(second.Newer)));
    }

    [Fact]
    public void Last_page_is_full_and_leads_back()
    {
        var last = Cut(PageWish.Last);

        Assert.Equal("efg", Text(last));
        Assert.Null(last.Older);
        Assert.Equal("bcd", Text(Cut(last.Newer)));
    }

    [Fact]
    public void Row_that_is_gone_still_has_its_place()
    {
        Assert.Equal("efg", Text(Cut(PageWish.ToOlder("dd"))));
        Assert.Equal("bcd", Text(Cut(PageWish.ToNewer("dd"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("+")]
    public void Cursor_that_nobody_gave_out_leads_somewhere(string cursor) => Assert.InRange(Cut(cursor).Rows.Count, 0, 3);

    [Fact]
    public void Page_by_number_leaves_out_the_row_too_many_at_its_far_end()
    {
        var older = Pages.Of([9L, 8, 7], id => id, new PageWish("-10", 2));
        var newer = Pages.Of([9L, 8, 7], id => id, new PageWish("+6", 2));
        var last = Pages.Of([3L, 2, 1], id => id, new PageWish(PageWish.Last, 2));
        var only = Pages.Of([2L, 1], id => id, new PageWish(null, 2));

        Assert.Equal("9 8 +9 -8", Text(older));
        Assert.Equal("8 7 +8 -7", Text(newer));
        Assert.Equal("2 1 +2 ", Text(last));
        Assert.Equal("2 1  ", Text(only));

        static string Text(Page<long> page) => $"{string.Join(' ', page.Rows)} {page.Newer} {page.Older}";
    }

    private static Page<string> Cut(string? cursor) => Pages.Of(Letters, letter => letter, new PageWish(cursor, 3));

    private static string Text(Page<string> page) => string.Concat(page.Rows);
}

using System.Globalization;

namespace PortSentry.Coordinator.Api;

/// <summary>Cuts lists into pages. Pure.</summary>
internal static class Pages
{
    /// <summary>The page of rows by rising numbers, the latest first, of which one more than wanted was read where there is one.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> read, Func<T, long> id, PageWish wish)
    {
        var hasMore = read.Count > wish.Rows;
        // The row too many is at the far end of where the page was read from.
        IReadOnlyList<T> rows = (hasMore, wish.AfterId) switch
        {
            (false, _) => read,
            (true, null) => [.. read.Take(wish.Rows)],
            _ => [.. read.Skip(1)],
        };
        var hasNewer = wish.AfterId is null ? wish.BeforeId is not null : hasMore;
        var hasOlder = wish.AfterId is null ? hasMore : wish.AfterId > 0;
        return Page(rows, hasNewer, hasOlder, row => id(row).ToString(CultureInfo.InvariantCulture), null);
    }

    /// <summary>The page of a whole list, which is ordered by its rows' places as ordinal text: a row that is gone still has its place.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> all, Func<T, string> place, PageWish wish)
    {
        var (first, last) = wish switch
        {
            { Older: { } older } when CountUpTo(all, place, older) is var passed => (passed, passed + wish.Rows),
            { Newer: { } newer } when CountBefore(all, place, newer) is var before => (before - wish.Rows, before),
            { IsFromEnd: true } => (all.Count - wish.Rows, all.Count),
            _ => (0, wish.Rows),
        };
        (first, last) = (Math.Max(0, first), Math.Min(all.Count, last));
        IReadOnlyList<T> rows = [.. Enumerable.Range(first, Math.Max(0, last - first)).Select(index => all[index])];
        return Page(rows, first > 0, last < all.Count, place, all.Count);
    }

    private static Page<T> Page<T>(IReadOnlyList<T> rows, bool hasNewer, bool hasOlder, Func<T, string> place, long? total) => new(
        rows,
        hasNewer && rows.Count > 0 ? PageWish.ToNewer(place(rows[0])) : null,
        hasOlder && rows.Count > 0 ? PageWish.ToOlder(place(rows[^1])) : null,
        total);

    private static int CountBefore<T>(IReadOnlyList<T> all, Func<T, string> place, string limit) => Count(all, row => string.CompareOrdinal(place(row), limit) < 0);

    private static int CountUpTo<T>(IReadOnlyList<T> all, Func<T, string> place, string limit) => Count(all, row => string.CompareOrdinal(place(row), limit) <= 0);

    /// <summary>How many rows a condition holds for, which holds for the first ones only.</summary>
    private static int Count<T>(IReadOnlyList<T> all, Func<T, bool> holds)
    {
        var (low, high) = (0, all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(all[middle]))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

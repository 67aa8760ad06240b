using System.Globalization;

namespace PortSentry.Coordinator.Api;

/// <summary>Which part of a list is wanted. A cursor comes from a page, is <see cref="Last"/>, or is null for the first page; one that nobody gave out means the first page, too.</summary>
/// <param name="Cursor">The cursor.</param>
/// <param name="Max">Rows at the most, 1 to 1000.</param>
public sealed record PageWish(string? Cursor = null, int Max = 100)
{
    /// <summary>The cursor of the last page.</summary>
    public const string Last = "last";

    private const int MostRows = 1000;
    private const char NewerThan = '+', OlderThan = '-';

    /// <summary>Rows at the most.</summary>
    public int Rows => Math.Clamp(Max, 1, MostRows);

    /// <summary>The place before which the page ends; null when it does not say so.</summary>
    internal string? Newer => Cursor is [NewerThan, .. var place] ? place : null;

    /// <summary>The place after which the page begins; null when it does not say so.</summary>
    internal string? Older => Cursor is [OlderThan, .. var place] ? place : null;

    /// <summary>True when the page is read from the end.</summary>
    internal bool IsFromEnd => Newer is not null || Cursor == Last;

    /// <summary>The number before which rows are, for lists by number: null for the first page.</summary>
    internal long? BeforeId => Number(Older);

    /// <summary>The number after which rows are; 0 for the last page.</summary>
    internal long? AfterId => Cursor == Last ? 0 : Number(Newer);

    /// <summary>The cursor of what is newer than a place.</summary>
    internal static string ToNewer(string place) => $"{NewerThan}{place}";

    /// <summary>The cursor of what is older than a place.</summary>
    internal static string ToOlder(string place) => $"{OlderThan}{place}";

    private static long? Number(string? place) => long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

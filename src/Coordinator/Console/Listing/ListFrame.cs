namespace PortSentry.Coordinator.Console.Listing;

/// <summary>What surrounds a table: its filters, its pages, its exports.</summary>
/// <param name="View">The view.</param>
/// <param name="Shown">How many rows are shown.</param>
/// <param name="Total">How many there are; null where that is not counted.</param>
/// <param name="Newer">The cursor of the page before.</param>
/// <param name="Older">The cursor of the page after.</param>
internal sealed record ListFrame(ViewAddress View, int Shown, long? Total, string? Newer, string? Older)
{
    /// <summary>Its filters.</summary>
    public IReadOnlyList<Chip> Chips => Chip.Of(View);

    /// <summary>The link of a page.</summary>
    public string PageAt(string cursor) => View.With(ViewAddress.Cursor, cursor).ToString();

    /// <summary>The link of the first page.</summary>
    public string First => View.Without(ViewAddress.Cursor).ToString();

    /// <summary>The link of an export: csv or json.</summary>
    public string Export(string form) => View.With(ViewAddress.Form, form).ToString();

    /// <summary>The frame of a page of rows.</summary>
    public static ListFrame Of<T>(ViewAddress view, Api.Page<T> page) => new(view, page.Rows.Count, page.Total, page.Newer, page.Older);
}

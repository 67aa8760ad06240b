namespace PortSentry.Coordinator.Console.Listing;

/// <summary>A filter that can be taken away.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Without">The view without it.</param>
internal sealed record Chip(string Name, string Text, string Without)
{
    /// <summary>One for each term of a view, but for the page.</summary>
    public static IReadOnlyList<Chip> Of(ViewAddress view) =>
        [.. view.Terms.Where(term => term.Key is not ViewAddress.Cursor).Select(term => new Chip(term.Key, term.Value, view.Without(term.Key).Without(ViewAddress.Cursor).ToString()))];
}

namespace PortSentry.Coordinator.Store;

/// <summary>A page of rows by their rising numbers: always the latest first, whichever end it is read from.</summary>
/// <param name="Before">Rows of a smaller number than this; null from the latest on.</param>
/// <param name="After">The next rows of a greater number than this, read from the oldest end; 0 for the last page; null when it is read from the latest.</param>
/// <param name="Max">Rows at the most, 1 to 1001.</param>
public sealed record Keyset(long? Before, long? After, int Max)
{
    /// <summary>The first page.</summary>
    public static Keyset First { get; } = new(null, null, 100);
}

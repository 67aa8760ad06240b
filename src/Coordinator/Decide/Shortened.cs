namespace PortSentry.Coordinator.Decide;

/// <summary>Text that is no longer than it may be.</summary>
internal static class Shortened
{
    /// <summary>The reasons of orders and decisions at the most.</summary>
    public const int Reason = 500;

    /// <summary>The text, cut off with an ellipsis where it is too long.</summary>
    public static string To(int length, string text) => text.Length <= length ? text : $"{text[..EndBefore(length - 1, text)]}…";

    // PostgreSQL takes no half of a surrogate pair: a decision with one could not be written down.
    private static int EndBefore(int end, string text) => end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
}

namespace PortSentry.Shared.Hocon;

/// <summary>The text of a file, or why there is none.</summary>
public sealed record HoconText
{
    private HoconText()
    {
    }

    /// <summary>No such file.</summary>
    public static HoconText Missing { get; } = new() { Failure = "there is no such file" };

    /// <summary>The text; none when it cannot be read.</summary>
    public string? Text { get; private init; }

    /// <summary>Why it cannot be read.</summary>
    public string? Failure { get; private init; }

    /// <summary>A file that was read.</summary>
    public static HoconText Of(string text) => new() { Text = text };

    /// <summary>A file that is there, but cannot be read.</summary>
    public static HoconText Unreadable(string failure) => new() { Failure = failure };
}

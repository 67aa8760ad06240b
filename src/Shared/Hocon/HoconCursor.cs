namespace PortSentry.Shared.Hocon;

/// <summary>A place in a text that moves forward and knows its line.</summary>
internal sealed class HoconCursor(string file, string text)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public bool IsEnd => _at >= text.Length;

    /// <summary>The character here; NUL at the end.</summary>
    public char Current => Peek(0);

    public HoconOrigin Origin => new(file, _line, _at - _lineStart + 1);

    public bool Has(int offset) => _at + offset < text.Length;

    /// <summary>A character further on; NUL past the end.</summary>
    public char Peek(int offset) => Has(offset) ? text[_at + offset] : '\0';

    public bool StartsWith(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

    /// <summary>How far it is from here to a word; -1 when it does not come.</summary>
    public int DistanceTo(string word) => text.IndexOf(word, _at, StringComparison.Ordinal) is var found and >= 0 ? found - _at : -1;

    /// <summary>The text of the next characters, passed over.</summary>
    public string Take(int count)
    {
        var taken = text.Substring(_at, Math.Min(count, text.Length - _at));
        for (var end = _at + taken.Length; _at < end; _at++)
        {
            if (text[_at] == '\n')
                (_line, _lineStart) = (_line + 1, _at + 1);
        }

        return taken;
    }

    /// <summary>The text of the characters that meet a condition, passed over.</summary>
    public string TakeWhile(Func<char, bool> condition)
    {
        var count = 0;
        while (_at + count < text.Length && condition(text[_at + count]))
            count++;
        return Take(count);
    }

    public void TakeAll() => Take(text.Length - _at);
}

namespace PortSentry.Shared.Hocon;

/// <summary>Numbers in JSON's form (RFC 8259, section 6).</summary>
internal static class HoconNumber
{
    /// <summary>How many of the next characters are a number; 0 when they begin none.</summary>
    public static int Length(HoconCursor cursor) => Length(cursor.Peek);

    /// <summary>True when the whole text is a number.</summary>
    public static bool IsNumber(string text) => text.Length > 0 && Length(at => at < text.Length ? text[at] : '\0') == text.Length;

    private static int Length(Func<int, char> peek)
    {
        var whole = peek(0) == '-' ? 1 : 0;
        var end = peek(whole) == '0' ? whole + 1 : Digits(peek, whole);
        if (end == whole)
            return 0;

        if (peek(end) == '.' && Digits(peek, end + 1) is var fraction && fraction > end + 1)
            end = fraction;
        if (peek(end) is not ('e' or 'E'))
            return end;

        var exponent = peek(end + 1) is '+' or '-' ? end + 2 : end + 1;
        return Digits(peek, exponent) is var last && last > exponent ? last : end;
    }

    private static int Digits(Func<int, char> peek, int from)
    {
        while (char.IsAsciiDigit(peek(from)))
            from++;
        return from;
    }
}

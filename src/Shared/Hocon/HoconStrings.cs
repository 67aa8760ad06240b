using System.Globalization;
using System.Text;

namespace PortSentry.Shared.Hocon;

/// <summary>Reads quoted strings: JSON's, and those in three quotes.</summary>
internal sealed class HoconStrings(HoconCursor cursor, HoconErrors errors)
{
    private const string ThreeQuotes = "\"\"\"";
    private const string NotClosed = "the string that begins here is not closed";

    public string Read() => cursor.StartsWith(ThreeQuotes) ? ReadLong() : ReadShort();

    /// <summary>Everything up to three quotes, of which more belong to the text.</summary>
    private string ReadLong()
    {
        var origin = cursor.Origin;
        cursor.Take(ThreeQuotes.Length);
        var length = cursor.DistanceTo(ThreeQuotes);
        if (length < 0)
        {
            errors.Add(origin, NotClosed);
            cursor.TakeAll();
            return "";
        }

        while (cursor.Peek(length + ThreeQuotes.Length) == '"')
            length++;
        var text = cursor.Take(length);
        cursor.Take(ThreeQuotes.Length);
        return text;
    }

    private string ReadShort()
    {
        var (origin, text) = (cursor.Origin, new StringBuilder());
        cursor.Take(1);
        while (cursor.Current != '"')
        {
            if (cursor.IsEnd || cursor.Current == '\n')
            {
                errors.Add(origin, NotClosed);
                return "";
            }

            ReadLetters(text);
        }

        cursor.Take(1);
        CheckSurrogates(origin, text);
        return text.ToString();
    }

    private void ReadLetters(StringBuilder text)
    {
        if (cursor.Current == '\\')
            ReadEscape(text);
        else if (cursor.Current < ' ')
            RefuseControl();
        else
            text.Append(cursor.TakeWhile(letter => letter is >= ' ' and not ('"' or '\\')));
    }

    private void RefuseControl()
    {
        errors.Add(cursor.Origin, $"the control character \\u{(int)cursor.Current:x4} stands in a quoted string; allowed: its escape");
        cursor.Take(1);
    }

    private void ReadEscape(StringBuilder text)
    {
        var letter = cursor.Peek(1);
        var plain = "\"\\/bfnrt".IndexOf(letter, StringComparison.Ordinal);
        if (plain >= 0)
        {
            text.Append("\"\\/\b\f\n\r\t"[plain]);
            cursor.Take(2);
        }
        else if (letter == 'u' && Hex() is { } code)
        {
            text.Append(code);
            cursor.Take(6);
        }
        else
        {
            errors.Add(cursor.Origin, "no such escape; allowed: \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits");
            cursor.Take(1);
        }
    }

    private char? Hex()
    {
        Span<char> digits = [cursor.Peek(2), cursor.Peek(3), cursor.Peek(4), cursor.Peek(5)];
        return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : null;
    }

    private void CheckSurrogates(HoconOrigin origin, StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
            {
                errors.Add(origin, $"\\u{(int)text[i]:x4} is half a character: its other half is missing");
                return;
            }
        }
    }
}

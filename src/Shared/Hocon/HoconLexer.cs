using System.Globalization;
using static PortSentry.Shared.Hocon.HoconTokenKind;

namespace PortSentry.Shared.Hocon;

/// <summary>Splits a file into its pieces.</summary>
internal sealed class HoconLexer(HoconCursor cursor, HoconErrors errors)
{
    /// <summary>What may not stand in an unquoted text (HOCON.md, "Unquoted strings").</summary>
    private const string ForbiddenLetters = "$\"{}[]:=,+#`^?!@*&\\";

    private readonly HoconStrings _strings = new(cursor, errors);

    public static bool IsBlank(char letter) =>
        letter is '\t' or '\n' or '\v' or '\f' or '\r' or (>= '\u001c' and <= '\u001f') or '\ufeff'
        || char.GetUnicodeCategory(letter) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    public HoconToken Next()
    {
        var origin = cursor.Origin;
        if (cursor.IsEnd)
            return new HoconToken(End, "the end of the file", origin);
        if (IsBlank(cursor.Current) || IsComment(0))
            return Space(origin);
        if (cursor.Current == '"')
            return new HoconToken(Quoted, _strings.Read(), origin);

        return Sign() is var (kind, length) ? new HoconToken(kind, cursor.Take(length), origin) : new HoconToken(Text, Unquoted(), origin);
    }

    /// <summary>Blanks, comments and new lines in one.</summary>
    private HoconToken Space(HoconOrigin origin)
    {
        var (text, isNewLine) = ("", false);
        while (!cursor.IsEnd && (IsBlank(cursor.Current) || IsComment(0)))
        {
            if (IsComment(0))
                cursor.TakeWhile(letter => letter != '\n');
            text = cursor.TakeWhile(IsBlank);
            isNewLine |= text.Contains('\n', StringComparison.Ordinal);
        }

        return isNewLine ? new HoconToken(NewLine, "the end of the line", origin) : new HoconToken(Blank, text, origin);
    }

    private (HoconTokenKind Kind, int Length)? Sign() => cursor.Current switch
    {
        '{' => (OpenBrace, 1),
        '}' => (CloseBrace, 1),
        '[' => (OpenBracket, 1),
        ']' => (CloseBracket, 1),
        ',' => (Comma, 1),
        ':' => (Colon, 1),
        '=' => (EqualsSign, 1),
        '+' when cursor.Peek(1) == '=' => (Append, 2),
        '$' when cursor.StartsWith("${?") => (OptionalSubstitution, 3),
        '$' when cursor.StartsWith("${") => (Substitution, 2),
        var letter when ForbiddenLetters.Contains(letter, StringComparison.Ordinal) => (Forbidden, 1),
        _ => null,
    };

    private string Unquoted()
    {
        var length = HoconNumber.Length(cursor);
        while (IsUnquoted(length))
            length++;
        return cursor.Take(length);
    }

    private bool IsUnquoted(int offset)
    {
        var letter = cursor.Peek(offset);
        return (letter != '\0' || cursor.Has(offset))
            && !IsBlank(letter) && !IsComment(offset) && !ForbiddenLetters.Contains(letter, StringComparison.Ordinal);
    }

    private bool IsComment(int offset) =>
        cursor.Peek(offset) == '#' || (cursor.Peek(offset) == '/' && cursor.Peek(offset + 1) == '/');
}

using System.Globalization;
using System.Text;

namespace PortSentry.Shared.Words;

/// <summary>Text of strangers in lines of logs: nothing in it ends a line or a field. Pure.</summary>
public static class LineText
{
    /// <summary>Text within a header of the Common Event Format: neither its delimiter nor an end of line gets through.</summary>
    public static string CefHeader(string text) => Escape(text, '|');

    /// <summary>The value of an extension of the Common Event Format: no key of its own can be put into it, nor an end of line.</summary>
    public static string CefExtension(string text) => Escape(text, '=');

    /// <summary>False for what ends a line, orders a terminal about or turns the direction of writing.</summary>
    public static bool IsPlain(char letter) =>
        !char.IsControl(letter) && char.GetUnicodeCategory(letter) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format);

    private static string Escape(string text, char delimiter)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter == delimiter || letter == '\\')
                escaped.Append('\\').Append(letter);
            else
                escaped.Append(char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter);
        }

        return escaped.ToString();
    }
}

using System.Text;

namespace PortSentry.Shared.Hocon;

/// <summary>The way to a value through objects.</summary>
internal sealed record HoconPath(IReadOnlyList<string> Elements)
{
    public static HoconPath Empty { get; } = new([]);

    /// <summary>Reads a path expression: dots outside quotes part it; null when an element is empty without being quoted.</summary>
    public static HoconPath? Of(IReadOnlyList<HoconToken> tokens)
    {
        var (elements, current, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var token in tokens)
        {
            var parts = token.Kind == HoconTokenKind.Text ? token.Text.Split('.') : [token.Text];
            foreach (var (i, part) in parts.Index())
            {
                if (i > 0 && !Close())
                    return null;
                current.Append(part);
            }

            isQuoted |= token.Kind == HoconTokenKind.Quoted;
        }

        return Close() ? new HoconPath(elements) : null;

        bool Close()
        {
            var isElement = isQuoted || current.Length > 0;
            elements.Add(current.ToString());
            current.Clear();
            isQuoted = false;
            return isElement;
        }
    }

    public HoconPath Then(HoconPath more) => new([.. Elements, .. more.Elements]);

    /// <summary>The path as it would be written.</summary>
    public override string ToString() => string.Join('.', Elements.Select(Quoted));

    private static string Quoted(string element) =>
        element.Length > 0 && element.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_') ? element : $"\"{element}\"";
}

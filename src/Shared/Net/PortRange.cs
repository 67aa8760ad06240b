using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PortSentry.Shared.Net;

/// <summary>Ports from <paramref name="First"/> to <paramref name="Last"/>, both included, 0 to 65535.</summary>
public readonly record struct PortRange(ushort First, ushort Last)
{
    /// <summary>How many ports the range has.</summary>
    public int Count => Last - First + 1;

    /// <summary>True when the port lies in the range.</summary>
    public bool Contains(ushort port) => port >= First && port <= Last;

    /// <summary>Reads <c>n</c> or <c>a-b</c> with a not above b.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PortRange range)
    {
        range = default;
        if (text is null)
            return false;

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!TryParsePort(dash < 0 ? text : text[..dash], out var first))
            return false;

        var last = first;
        if (dash >= 0 && !TryParsePort(text[(dash + 1)..], out last))
            return false;

        range = new PortRange(first, last);
        return first <= last;
    }

    /// <summary><c>n</c> for one port, else <c>a-b</c>.</summary>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryParsePort(string text, out ushort port) =>
        ushort.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port);
}

using System.Globalization;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>Reads and writes block lists: an address or network a line; what stands behind # or ; is a comment, and lines without anything else are left out. Pure.</summary>
internal static class ListText
{
    /// <summary>Networks that one list may name.</summary>
    public const int MaxEntries = 100_000;

    private const int MostNamed = 5;
    private const int MostQuoted = 40;
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Reads a list of anybody's; every line that is no good is counted, the first are named.</summary>
    public static ListContent Read(string text)
    {
        HashSet<Cidr> entries = [];
        List<string> named = [];
        var (number, bad, surplus) = (0, 0, 0);
        foreach (var raw in text.AsSpan().TrimStart(ByteOrderMark).EnumerateLines())
        {
            number++;
            var line = Uncommented(raw);
            if (line.Length == 0)
                continue;
            if (FaultOf(line, out var network) is { } fault)
            {
                if (++bad <= MostNamed)
                    named.Add(string.Create(CultureInfo.InvariantCulture, $"line {number}: {fault}"));
            }
            else if (entries.Count < MaxEntries)
                entries.Add(network);
            else if (!entries.Contains(network))
                surplus++;
        }

        return new ListContent([.. entries.Order()], new UnusedLines(bad, named, surplus));
    }

    /// <summary>Writes networks as they are kept.</summary>
    public static string Write(IEnumerable<Cidr> networks) => string.Join('\n', networks);

    /// <summary>Reads what was written so.</summary>
    public static Cidr[] ReadKept(string text) => text.Length == 0 ? [] : [.. text.Split('\n').Select(Cidr.Parse)];

    private static ReadOnlySpan<char> Uncommented(ReadOnlySpan<char> line)
    {
        var comment = line.IndexOfAny('#', ';');
        return (comment < 0 ? line : line[..comment]).Trim();
    }

    private static string? FaultOf(ReadOnlySpan<char> line, out Cidr network)
    {
        if (!Cidr.TryParse(line.ToString(), out network))
            return $"'{Quoted(line)}' is no address or network";
        var widest = network.IsIPv4 ? FleetGuard.WidestIPv4 : FleetGuard.WidestIPv6;
        return network.Prefix < widest ? string.Create(CultureInfo.InvariantCulture, $"{network} is wider than /{widest}") : null;
    }

    // Strangers write it, and terminals show it.
    private static string Quoted(ReadOnlySpan<char> line) =>
        string.Concat(Shortened.To(MostQuoted, line.ToString()).Select(one => char.IsControl(one) || char.IsSurrogate(one) ? '?' : one));
}

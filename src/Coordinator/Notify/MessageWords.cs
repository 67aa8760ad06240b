using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using PortSentry.Shared.Words;

namespace PortSentry.Coordinator.Notify;

/// <summary>What messages say, whatever their form. Pure.</summary>
internal static class MessageWords
{
    /// <summary>Events that one message for people lists; the rest is counted.</summary>
    public const int MostLines = 20;

    private const int LongestText = 500;

    /// <summary>The subject: what came, in a few words.</summary>
    public static string Title(NotifyMessage message)
    {
        List<string> parts = [];
        Add("needs a person", "need a person", message.Events.Count(one => one.Kind == NotifyEventKind.Need), parts, "matter");
        Add("settled", "settled", message.Events.Count(one => one.Kind == NotifyEventKind.Settled), parts, "matter");
        Add("blocked", "blocked", message.Events.Count(one => one.Kind == NotifyEventKind.Block), parts, "source");
        Add("made", "made", message.Events.Count(one => one.Kind == NotifyEventKind.Change), parts, "change");
        if (message.IsTest)
            parts.Add("a test");
        if (message.LeftOut > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{message.LeftOut} not told"));
        return $"[portsentry] {string.Join(", ", parts)}";
    }

    /// <summary>The lines of a message.</summary>
    public static IEnumerable<string> Lines(NotifyMessage message)
    {
        foreach (var one in message.Events.Take(MostLines))
            yield return one.Text;
        if (Rest(message) is { Length: > 0 } rest)
            yield return rest;
    }

    /// <summary>What a message does not list; empty when it lists all.</summary>
    public static string Rest(NotifyMessage message) => Rest(message.Events.Count - MostLines, message.LeftOut);

    /// <summary>The lines of a text that so many bytes hold, the first ones, and then how many more there are. In JSON they are at most twice as many bytes, since receivers that bound a text bound its JSON so.</summary>
    public static string Within(string text, int most, long more, long leftOut)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (kept, room) = (0, most - Size(Rest(more + lines.Length, leftOut)));
        while (kept < lines.Length && (room -= Size(lines[kept]) + 1) >= 0)
            kept++;
        var rest = Rest(more + lines.Length - kept, leftOut);
        return string.Join('\n', rest.Length > 0 ? lines.Take(kept).Append(rest) : lines.Take(kept));
    }

    /// <summary>That events were left out; empty when none were.</summary>
    public static string LeftOut(long events) => events switch
    {
        0 => "",
        1 => "1 earlier event was left out",
        _ => string.Create(CultureInfo.InvariantCulture, $"{events} earlier events were left out"),
    };

    /// <summary>The same on one line: what strangers have chosen cannot begin another, nor order a terminal about, nor turn the direction of writing.</summary>
    public static string OneLine(string text)
    {
        var line = string.Create(Math.Min(text.Length, LongestText), text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = LineText.IsPlain(source[i]) ? source[i] : ' ';
        });
        // Half a pair is no text.
        return line.Length > 0 && char.IsHighSurrogate(line[^1]) ? line[..^1] : line;
    }

    private static string Rest(long more, long leftOut) => string.Join("; ", new[]
    {
        more > 0 ? string.Create(CultureInfo.InvariantCulture, $"and {more} more") : "",
        LeftOut(leftOut),
    }.Where(part => part.Length > 0));

    private static int Size(string text) => Math.Max(Encoding.UTF8.GetByteCount(text), (JavaScriptEncoder.Default.Encode(text).Length + 1) / 2);

    private static void Add(string one, string many, int count, List<string> parts, string noun)
    {
        if (count > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")} {(count == 1 ? one : many)}"));
    }
}

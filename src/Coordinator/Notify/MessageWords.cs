using System.Globalization;
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
    public static string Rest(NotifyMessage message)
    {
        var more = message.Events.Count - MostLines;
        return string.Join("; ", new[]
        {
            more > 0 ? string.Create(CultureInfo.InvariantCulture, $"and {more} more") : "",
            LeftOut(message.LeftOut),
        }.Where(part => part.Length > 0));
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

    private static void Add(string one, string many, int count, List<string> parts, string noun)
    {
        if (count > 0)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")} {(count == 1 ? one : many)}"));
    }
}

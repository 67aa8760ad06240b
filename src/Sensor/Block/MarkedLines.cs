namespace PortSentry.Sensor.Block;

/// <summary>Lines of ours between two marks in a file of others. Pure.</summary>
internal static class MarkedLines
{
    public const string Begin = "# BEGIN portsentry: lines up to END are written by it, and undone when changed";
    public const string End = "# END portsentry";

    /// <summary>Our lines in a file of this text.</summary>
    public static IReadOnlyList<string> Read(string text)
    {
        var lines = text.Split('\n');
        var begin = Array.IndexOf(lines, Begin);
        var end = begin < 0 ? -1 : Array.IndexOf(lines, End, begin);
        return end < 0 ? [] : lines[(begin + 1)..end];
    }

    /// <summary>The text with these as our lines, first in the file where it has none yet: hosts_access(5) takes the first that fits. No lines: no marks.</summary>
    public static string Replace(string text, IReadOnlyList<string> ours)
    {
        string[] block = ours.Count == 0 ? [] : [Begin, .. ours, End];
        var lines = text.Split('\n');
        var begin = Array.IndexOf(lines, Begin);
        var end = begin < 0 ? -1 : Array.IndexOf(lines, End, begin);
        if (end >= 0)
            return string.Join('\n', [.. lines[..begin], .. block, .. lines[(end + 1)..]]);

        // A mark that lost its other half is of no use to anybody.
        var others = string.Join('\n', lines.Where(line => line is not (Begin or End)));
        return block.Length == 0 ? others : string.Join('\n', block) + '\n' + others;
    }
}

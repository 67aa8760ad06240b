using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Import;

/// <summary>What a history file tells.</summary>
/// <param name="File">The file.</param>
/// <param name="Events">Its lines that tell of a source.</param>
/// <param name="Sources">How many sources they tell of.</param>
/// <param name="First">The time of the first.</param>
/// <param name="Last">The time of the last.</param>
internal sealed record OldHistory(string File, int Events, int Sources, DateTimeOffset? First, DateTimeOffset? Last)
{
    /// <summary>What these lines tell.</summary>
    public static OldHistory Of(string file, IEnumerable<string> lines)
    {
        HashSet<Address> sources = [];
        var events = 0;
        DateTimeOffset? first = null, last = null;
        foreach (var (source, at) in lines.Select(OldLines.Event).OfType<(Address, DateTimeOffset)>())
        {
            events++;
            sources.Add(source);
            first = first is { } earlier && earlier <= at ? first : at;
            last = last is { } later && later >= at ? last : at;
        }

        return new OldHistory(file, events, sources.Count, first, last);
    }
}

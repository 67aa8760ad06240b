using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Console;

/// <summary>Reads how long something is to last, in seconds, as requests have it. Pure.</summary>
internal static class Lasting
{
    /// <summary>None for as the policy says, zero for ever; false when it is no length of time.</summary>
    public static bool TryRead(string? text, out long? seconds)
    {
        seconds = null;
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (!SpanWords.TryParse(text, out var span))
            return false;

        seconds = (long)span.TotalSeconds;
        return true;
    }
}

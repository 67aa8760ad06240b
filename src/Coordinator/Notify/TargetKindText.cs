namespace PortSentry.Coordinator.Notify;

/// <summary>Kinds of targets as the configuration writes them. Pure.</summary>
internal static class TargetKindText
{
    /// <summary>The words, for errors.</summary>
    public static string Allowed { get; } = string.Join(", ", Enum.GetValues<TargetKind>().Select(Name));

    /// <summary>The word for a kind.</summary>
    public static string Name(TargetKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kind of a word.</summary>
    public static bool TryParse(string text, out TargetKind kind)
    {
        foreach (var known in Enum.GetValues<TargetKind>().Where(known => Name(known) == text))
        {
            kind = known;
            return true;
        }

        kind = default;
        return false;
    }
}

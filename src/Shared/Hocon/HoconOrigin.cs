namespace PortSentry.Shared.Hocon;

/// <summary>Where something stands in a configuration file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 when it concerns the file as a whole.</param>
/// <param name="Column">The column in characters, from 1; 0 when it concerns the file as a whole.</param>
public readonly record struct HoconOrigin(string File, int Line, int Column)
{
    /// <summary>The form that editors jump to.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}:{Column}" : File;
}

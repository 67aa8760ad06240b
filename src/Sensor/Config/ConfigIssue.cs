namespace PortSentry.Sensor.Config;

/// <summary>Something wrong, or doubtful, in a configuration file.</summary>
/// <param name="IsError">True when the file cannot be used as it is.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 when it concerns the file as a whole.</param>
/// <param name="Message">What is wrong and what is allowed, naming key and value.</param>
public sealed record ConfigIssue(bool IsError, string File, int Line, string Message)
{
    /// <summary>One line, in the form that editors jump to.</summary>
    public override string ToString() =>
        $"{File}{(Line > 0 ? $":{Line}" : "")}: {(IsError ? "error" : "warning")}: {Message}";
}

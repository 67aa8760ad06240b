using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>What is wrong with a configuration, as <c>portsentry check -o json</c> shows it.</summary>
public sealed record CheckView(string File, bool Ok, IReadOnlyList<CheckIssueView> Issues);

/// <summary>One thing that is wrong (error) or doubtful (warning); the line is 0 when it concerns the whole file.</summary>
public sealed record CheckIssueView(string Severity, string File, int Line, string Message)
{
    /// <summary>An issue as it is shown.</summary>
    public static CheckIssueView Of(ConfigIssue issue)
    {
        ArgumentNullException.ThrowIfNull(issue);
        return new CheckIssueView(issue.IsError ? "error" : "warning", issue.File, issue.Line, issue.Message);
    }
}

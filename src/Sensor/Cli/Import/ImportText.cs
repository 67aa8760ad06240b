using System.Globalization;
using PortSentry.Sensor.Import;

namespace PortSentry.Sensor.Cli.Import;

/// <summary>Tells a person what an old installation holds. Pure.</summary>
internal static class ImportText
{
    public static IEnumerable<string> LinesOf(ImportView view, OldInstallation old)
    {
        yield return $"configuration  {view.Configuration.File}, read as portsentry {view.Configuration.Dialect} does{(view.Configuration.Ok ? "" : ": it has errors")}";
        foreach (var issue in old.Configuration.Issues.Concat(old.Ignored?.Sources.Issues ?? []))
            yield return $"               {issue}";
        yield return view.Ignore is { } ignore ? $"ignore file    {ignore.File}: {ignore.Networks} addresses and networks, {ignore.Names} names" : "ignore file    not found";
        yield return view.History is { } history ? $"history        {Words(history)}" : "history        not found";
        yield return $"blocked        {view.Blocked.Count} sources";
        foreach (var (file, sources) in old.BlockedFiles)
            yield return $"               {file}: {sources}";
        foreach (var left in view.LeftOut)
            yield return $"               {left.File}: {left.Sources} left out: {left.Reason}";
        yield return "what this version does otherwise:";
        foreach (var difference in view.Differences)
            yield return $"  - {difference}";
        foreach (var line in Applied(view))
            yield return line;
    }

    private static IEnumerable<string> Applied(ImportView view)
    {
        if (view.Applied is null)
        {
            if (view.Blocked.Count > 0)
                yield return "nothing is changed; --apply blocks these sources here";
            yield break;
        }

        yield return $"{view.Applied.Blocked} of {view.Blocked.Count} sources are blocked here now";
        foreach (var refusal in view.Applied.Refused)
            yield return $"  {refusal.Target} is not: {refusal.Reason}";
    }

    private static string Words(ImportedHistory history) => history.First is null
        ? $"{history.File}: nobody"
        : string.Create(CultureInfo.InvariantCulture, $"{history.File}: {history.Events} lines of {history.Sources} sources, {history.First:yyyy-MM-dd} to {history.Last:yyyy-MM-dd}");
}

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace PortSentry.Coordinator.Cli;

/// <summary>What all commands write alike.</summary>
internal static class Output
{
    private const string Json = "json";
    private const string TableWord = "table";
    private const int WidthOfPipe = 4096;

    /// <summary>The -o option.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("-o", "--output") { Description = "table for people, json for machines", DefaultValueFactory = _ => TableWord, HelpName = "table|json", Recursive = true };
        option.AcceptOnlyFromAmong(TableWord, Json);
        return option;
    }

    /// <summary>True when machines read along.</summary>
    public static bool IsJson(string format) => format == Json;

    /// <summary>Writes JSON.</summary>
    public static void Write<T>(T value, JsonTypeInfo<T> type) => System.Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Writes a table, or a sentence when it has no rows.</summary>
    public static void Write(IReadOnlyList<string> columns, IReadOnlyCollection<string[]> rows, string whenEmpty)
    {
        if (rows.Count == 0)
        {
            System.Console.Out.WriteLine(whenEmpty);
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns([.. columns]).LeftAligned();
        table.Columns[0].NoWrap();
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        // A pipe has no width: nothing is wrapped there.
        console.Profile.Width = System.Console.IsOutputRedirected ? WidthOfPipe : AnsiConsole.Profile.Width;
        console.Write(table);
        foreach (var line in text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
            System.Console.Out.WriteLine(line);
    }

    /// <summary>Says what failed.</summary>
    public static int Fail(int exitCode, string message)
    {
        foreach (var line in message.Split('\n'))
            System.Console.Error.WriteLine($"portsentry-coordinator: {line}");
        return exitCode;
    }

    /// <summary>A length of time as people say it.</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => $"{span.Seconds} s",
        { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds} s",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };
}

using System.Globalization;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Contracts;
using Spectre.Console;

namespace PortSentry.Sensor.Cli.Replay;

/// <summary>Shows a replay to people: what was taken to be so, then the alarms.</summary>
internal static class ReplayTables
{
    private const int LongestPorts = 40;

    /// <summary>Writes one file.</summary>
    public static void Write(ReplayedFile file, ReplayFileView view)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.File}: {Many(view.Frames, "frame")}{Span(view)}, {Many(view.Alarms, "alarm")}"));
        Console.Out.WriteLine($"  the host is {Listed(view.Own)} ({(view.OwnInferred ? "inferred from what is touched; --own overrides" : "given")}); it serves {Served(view)}");
        if (file.Alarms.Count > 0)
            Tables.Print(AlarmsOf(file));
    }

    /// <summary>Writes what all files show together.</summary>
    public static void Write(IReadOnlyList<ReplayAlarmView> fleet, int files)
    {
        Console.Out.WriteLine($"the fleet of {Many(files, "file")}: {Many(fleet.Count, "alarm")}");
        if (fleet.Count == 0)
            return;

        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("at").NoWrap()).AddColumns("source", "rule", "evidence", "address", "verdict").LeftAligned();
        foreach (var alarm in fleet)
            table.AddRow(Tables.Cells(At(alarm.At), alarm.Source, alarm.Kind, alarm.Words ?? "", Proof(alarm.Proven), alarm.Verdict));
        Tables.Print(table);
    }

    private static Table AlarmsOf(ReplayedFile file)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("at").NoWrap()).AddColumns("source", "mode", "kind", "ports", "address", "verdict").LeftAligned();
        foreach (var replayed in file.Alarms)
        {
            var (ports, alarm) = (ReplayText.PortsOf(replayed), replayed.Alarm);
            table.AddRow(Tables.Cells(
                At(alarm.At),
                alarm.Source.ToString(),
                alarm.Mode,
                alarm.Kind.Name(),
                string.Create(CultureInfo.InvariantCulture, $"{ports.Count}: {Tables.Shortened(ports.ToString(), LongestPorts)}"),
                Proof(replayed.Proven),
                ReplayText.WordOf(replayed)));
        }

        return table;
    }

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Proof(bool proven) => proven ? "proven" : "not proven";

    private static string Span(ReplayFileView view) => view is { From: { } from, To: { } to }
        ? string.Create(CultureInfo.InvariantCulture, $" of {from:yyyy-MM-dd HH:mm:ss}Z within {(to - from).TotalSeconds:0.##} s")
        : "";

    private static string Listed(IReadOnlyList<string> own) => own.Count == 0 ? "unknown" : string.Join(", ", own);

    private static string Served(ReplayFileView view)
    {
        string[] parts = [.. new[] { ("tcp", view.OpenTcp), ("udp", view.OpenUdp) }
            .Where(pair => pair.Item2.Length > 0).Select(pair => $"{pair.Item1} {Tables.Shortened(pair.Item2, LongestPorts)}")];
        return parts.Length == 0 ? "nothing that answered" : string.Join(" and ", parts);
    }

    private static string Many(long count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}

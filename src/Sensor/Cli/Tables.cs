using System.Globalization;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using Spectre.Console;

namespace PortSentry.Sensor.Cli;

/// <summary>Tables for people.</summary>
internal static class Tables
{
    private const int WidthOfPipe = 4096;

    public static void Write(IReadOnlyList<BlockView> blocks, TimeProvider time)
    {
        if (blocks.Count == 0)
        {
            Console.Out.WriteLine("nothing is blocked");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("address", "blocked for", "ends in", "by", "because of").LeftAligned();
        table.AddColumn(new TableColumn("times").RightAligned());
        var now = time.GetUtcNow();
        foreach (var block in blocks)
        {
            table.AddRow(Cells(
                block.Target, Length(now - block.Since), block.Until is { } until ? Length(until - now) : "never", block.Origin, Cause(block),
                block.Times.ToString(CultureInfo.InvariantCulture)));
        }

        Print(table);
    }

    public static void Write(StatusView status, TimeProvider time)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        void Add(string name, FormattableString value) => grid.AddRow(Cells(name, value.ToString(CultureInfo.InvariantCulture)));

        Add("portsentry", $"{status.Version}, process {status.Pid}, for {Length(time.GetUtcNow() - status.Since)}");
        Add("configuration", $"{status.Configuration}");
        foreach (var detector in status.Detectors)
        {
            Add("mode", $"{detector.Mode}, {ResponseText(detector, status.Blockers)}; {detector.Probes} probes, {detector.Alarms} alarms");
            Add("tripwires", $"{ProtocolOf(detector.Mode)} {Shortened(detector.Tripwires)}; {detector.ServicePorts} in use, and so no tripwire");
        }

        Add("interfaces", $"{(status.Interfaces.Count == 0 ? "all but the loopback" : string.Join(", ", status.Interfaces))}");
        Add("frames", $"{status.FramesPassed} passed the filter, {status.FramesDropped} lost, {status.FramesMalformed} malformed");
        Add("probes", $"{status.Probes} counted, {status.Copies} copies, {status.Spared} of ignored sources, {status.NotLogged} not logged");
        Add("sources", $"{status.Sources} under watch, {status.SourcesEvicted} had to give way, {status.SourcesOverwritten} seen once were overwritten");
        Add("alarms", $"{status.Alarms}");
        Add("blocks", $"{status.Blocks} in force");
        if (status.Fleet is { } fleet)
        {
            Add("coordinator", $"{string.Join(" ", fleet.Coordinators)}: {LinkText(fleet, time)}");
            Add("orders", $"{(fleet.Orders == "simulate" ? "simulated" : "carried out")}, held up to {fleet.Position ?? "none yet"}; {fleet.OrderBlocks} blocks by order");
            Add("outbox", $"{fleet.OutboxWaiting} reports wait ({fleet.OutboxBytes / 1024} KiB), {fleet.OutboxDropped} had to be dropped");
        }

        Add("never blocked", $"{string.Join("; ", status.Protected.Where(rule => rule.Value.Count > 0).Select(rule => $"{rule.Key} {Shortened(string.Join(" ", rule.Value))}"))}");
        foreach (var (actor, count) in status.Dropped.Where(dropped => dropped.Value > 0))
            Add("overload", $"{actor}: {count} messages dropped");
        Print(grid);
    }

    private static string LinkText(FleetView fleet, TimeProvider time) => (fleet.Since, fleet.Problem) switch
    {
        ({ } since, null) => $"connected for {Length(time.GetUtcNow() - since)}",
        ({ } since, var problem) => $"connected for {Length(time.GetUtcNow() - since)}, but {problem}",
        (null, null) => "connecting",
        (null, var problem) => $"not connected: {problem}",
    };

    /// <summary>Cells of plain text.</summary>
    public static Text[] Cells(params string[] texts) => [.. texts.Select(text => new Text(text))];

    /// <summary>Writes a table as wide as the terminal.</summary>
    public static void Print(Spectre.Console.Rendering.IRenderable what)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        // A pipe has no width: nothing is wrapped there.
        console.Profile.Width = Console.IsOutputRedirected ? WidthOfPipe : AnsiConsole.Profile.Width;
        console.Write(what);
        foreach (var line in text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
            Console.Out.WriteLine(line);
    }

    /// <summary>The beginning of a text that is longer than that.</summary>
    public static string Shortened(string text, int longest = 60) => text.Length <= longest ? text : text[..(longest - 3)] + "...";

    private static string Cause(BlockView block)
    {
        var scan = block.Kind is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{block.Kind} on {(block.Kind == ScanKind.Udp.Name() ? "udp" : "tcp")}/{block.Port}{(block.Proven ? ", proven" : "")}");
        return block.Reason.Length == 0 ? scan : scan.Length == 0 ? block.Reason : $"{scan}: {block.Reason}";
    }

    private static string ProtocolOf(string mode) => Enum.GetValues<ProtocolMode>().First(one => one.Name() == mode).Transport().Name();

    private static string ResponseText(DetectorView detector, IReadOnlyList<string> blockers) => detector.Response switch
    {
        "block" => $"blocks with {string.Join(", ", blockers)}",
        "command" => "runs KILL_RUN_CMD, blocks nobody",
        "simulate" => "simulates: decides and logs, blocks nothing",
        _ => $"logs only: BLOCK_{ProtocolOf(detector.Mode).ToUpperInvariant()} is 0",
    };

    private static string Length(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => $"{span.Seconds} s",
        { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds} s",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{span.Days} d {span.Hours} h",
    };
}

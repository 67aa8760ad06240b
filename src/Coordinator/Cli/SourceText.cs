using System.Globalization;
using PortSentry.Coordinator.Api;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Cli;

/// <summary>What is known of a source, for people.</summary>
internal static class SourceText
{
    /// <summary>The columns of a list of blocks.</summary>
    public static IReadOnlyList<string> BlockColumns { get; } = ["address", "ends in", "by", "proven", "because of"];

    /// <summary>The rows of a list of blocks.</summary>
    public static IReadOnlyCollection<string[]> Rows(IEnumerable<BlockView> blocks, DateTimeOffset now) =>
        [.. blocks.Select(block => new[] { block.Target.ToString(), Left(block, now), block.Origin, block.Proven ? "yes" : "", block.Reason })];

    /// <summary>Writes all of it.</summary>
    public static void Write(SourceView source, DateTimeOffset now)
    {
        System.Console.Out.WriteLine(Headline(source, now));
        Section(["decided", "what", "by", "why"], source.Decisions, row => [Time(row.At), row.What, row.Who, row.Reason]);
        Section(["refused", "by", "target", "why"], source.Refusals, row => [Time(row.At), row.Sensor, row.Refused.Target.ToString(), row.Refused.Reason]);
        Section(["alarm", "what", "seen by", "kind", "port", "probes", "there"], source.Alarms, row => [Time(row.At), row.What, row.Sensor ?? "the fleet", row.Kind.Name(), Number(row.Port), Number(row.Probes), row.Verdict]);
        Section(["first contact", "seen by", "kind", "port"], source.Contacts, row => [Time(row.Contact.At), row.Sensor, row.Contact.Kind.Name(), Number(row.Contact.Port)]);
    }

    private static void Section<T>(IReadOnlyList<string> columns, IReadOnlyList<T> rows, Func<T, string[]> cells)
    {
        if (rows.Count == 0)
            return;

        System.Console.Out.WriteLine();
        Output.Write(columns, [.. rows.Select(cells)], "");
    }

    private static string Headline(SourceView source, DateTimeOffset now)
    {
        var spread = $"{source.SensorsLevel} of {source.SensorsConnected} connected sensors have carried out every order";
        if (source.Spared.Length > 0)
            return $"{source.Target} is never blocked: {(source.Spared == "ignored" ? "it is on the ignore list" : $"it is the address of a {source.Spared}")}";
        if (source.Blocks.Count == 0)
            return $"{source.Target} is not blocked by the fleet; {spread}";

        var block = source.Blocks[0];
        return $"{block.Target} is blocked, {(block.Until is null ? "for ever" : $"{Left(block, now)} left")}; {spread}\n{block.Reason}";
    }

    private static string Left(BlockView block, DateTimeOffset now) => block.Until is { } until ? Output.Length(until - now) : "never";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Cli;

/// <summary>Alarms as the command line shows them. Pure.</summary>
internal static class AlarmText
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["at", "source", "what", "seen by", "kind", "port", "probes", "there"];

    /// <summary>A row of them.</summary>
    public static string[] Row(AlarmRow row) =>
    [
        row.At.ToString("u", CultureInfo.InvariantCulture), row.Source.ToString(), row.What, row.Sensor ?? "the fleet", row.Kind.Name(),
        row.Port.ToString(CultureInfo.InvariantCulture), row.Probes.ToString(CultureInfo.InvariantCulture), row.Verdict,
    ];

    /// <summary>One alarm in one line, for a list that grows.</summary>
    public static string Line(AlarmRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.At:u}  {row.Source,-39}  {row.What,-16}  {row.Kind.Name(),-13}  port {row.Port,-5}  {row.Probes,5} probes  {row.Sensor ?? "the fleet"}  {row.Verdict}").TrimEnd();
}

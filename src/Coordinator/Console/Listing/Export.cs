using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Console.Listing;

/// <summary>Makes files of what a table shows.</summary>
internal static class Export
{
    /// <summary>The file that a request asks for; null when it asks for the page itself.</summary>
    public static FileContentResult? Of<T>(HttpRequest request, string name, IReadOnlyList<T> rows, JsonTypeInfo<IReadOnlyList<T>> type, Func<IReadOnlyList<T>, string> csv) =>
        request.Query[ViewAddress.Form].ToString() switch
        {
            "csv" => new FileContentResult(Encoding.UTF8.GetBytes(csv(rows)), "text/csv; charset=utf-8") { FileDownloadName = $"{name}.csv" },
            "json" => new FileContentResult(JsonSerializer.SerializeToUtf8Bytes(rows, type), "application/json") { FileDownloadName = $"{name}.json" },
            _ => null,
        };

    /// <summary>Alarms as CSV.</summary>
    public static string Alarms(IReadOnlyList<AlarmRow> rows) => Csv.Write(
        ["at", "source", "network", "what", "kind", "port", "probes", "sensor", "mode", "proven", "verdict", "words"],
        rows.Select(row => new[]
        {
            Moments.Iso(row.At), row.Source.ToString(), row.Network.ToString(), row.What, row.Kind.Name(), Text(row.Port), Text(row.Probes), row.Sensor ?? "", row.Mode, YesOrNo(row.Proven), row.Verdict, row.Words,
        }));

    /// <summary>Blocks as CSV.</summary>
    public static string Blocks(IReadOnlyList<BlockView> rows) => Csv.Write(
        ["target", "until", "origin", "proven", "since", "port", "sensorsInForce", "sensorsConnected", "reason"],
        rows.Select(row => new[]
        {
            row.Target.ToString(), Time(row.Until), row.Origin, YesOrNo(row.Proven), Time(row.Since), Text(row.Port), Text(row.SensorsInForce), Text(row.SensorsConnected), row.Reason,
        }));

    /// <summary>Sensors as CSV.</summary>
    public static string Sensors(IReadOnlyList<SensorView> rows) => Csv.Write(
        ["name", "state", "seenAt", "version", "modes", "orders", "blocks", "alarms", "framesDropped", "outboxWaiting", "outboxDropped", "ordersBehind", "labels", "addresses"],
        rows.Select(row => new[]
        {
            row.Name, row.State, Time(row.SeenAt), row.Version, string.Join(' ', row.Modes), row.Orders, Text(row.Blocks), Text(row.Alarms), Text(row.FramesDropped), Text(row.OutboxWaiting), Text(row.OutboxDropped), Text(row.OrdersBehind),
            string.Join(' ', row.Labels.Select(label => $"{label.Key}={label.Value}")), string.Join(' ', row.Addresses),
        }));

    /// <summary>The audit log as CSV.</summary>
    public static string Audit(IReadOnlyList<AuditRow> rows) => Csv.Write(
        ["at", "who", "what", "why"],
        rows.Select(row => new[] { Moments.Iso(row.At), row.Who, row.What, row.Why }));

    private static string Time(DateTimeOffset? at) => at is { } moment ? Moments.Iso(moment) : "";

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string YesOrNo(bool yes) => yes ? "yes" : "no";
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Api;

/// <summary>What happened between two pulses as server-sent events (WHATWG HTML 9.2): JSON has no line end in it, so one data line each. Pure.</summary>
internal static class EventText
{
    /// <summary>That the stream lives, when there is nothing else to say.</summary>
    public const string Ping = "event: ping\ndata: {}\n\n";

    /// <summary>The events; empty when nothing happened. Who has missed pulses gets what the present one still names, and the numbers of all.</summary>
    public static string Between(FleetPulse known, FleetPulse pulse)
    {
        // An owner that failed counts anew.
        var isAnew = pulse.Alarms < known.Alarms || pulse.BlocksChanged < known.BlocksChanged || pulse.SensorsChanged < known.SensorsChanged;
        var before = isAnew ? FleetPulse.First : known;
        var text = new StringBuilder();
        var figures = FleetFigures.Of(pulse.Now);
        if (figures != FleetFigures.Of(before.Now))
            text.Append(Event("now", figures, ApiJson.Default.FleetFigures));
        if (pulse.Alarms - before.Alarms is > 0 and var alarms)
            text.Append(Event("alarms", new AlarmsCame(alarms, pulse.LatestAlarms is [var last, ..] ? last.Id : 0, Latest(pulse.LatestAlarms, alarms)), ApiJson.Default.AlarmsCame));
        if (pulse.BlocksChanged - before.BlocksChanged is > 0 and var blocks)
            text.Append(Event("blocks", new BlocksChanged(blocks, [.. Latest(pulse.LatestBlocks, blocks).Distinct()]), ApiJson.Default.BlocksChanged));
        if (pulse.SensorsChanged - before.SensorsChanged is > 0 and var turns)
            text.Append(Event("sensors", new SensorsTurned(turns, Latest(pulse.LatestSensors, turns)), ApiJson.Default.SensorsTurned));
        return text.ToString();
    }

    private static IReadOnlyList<T> Latest<T>(IReadOnlyList<T> rows, long count) => [.. rows.Take((int)Math.Min(count, rows.Count))];

    private static string Event<T>(string name, T data, JsonTypeInfo<T> type) => $"event: {name}\ndata: {JsonSerializer.Serialize(data, type)}\n\n";
}

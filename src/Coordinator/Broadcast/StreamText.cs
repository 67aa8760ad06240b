using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>The events of an order stream as text (server-sent events, WHATWG HTML 9.2): JSON has no line end in it, so one data line each.</summary>
internal static class StreamText
{
    /// <summary>Who the sensor is.</summary>
    public static byte[] Hello(SensorGreeting greeting) => Event("hello", null, greeting, WireJson.Default.SensorGreeting);

    /// <summary>That the stream lives.</summary>
    public static byte[] Ping(StreamPing ping) => Event("ping", null, ping, WireJson.Default.StreamPing);

    /// <summary>That a snapshot must be fetched.</summary>
    public static byte[] Snapshot(SnapshotWanted wanted) => Event("snapshot", null, wanted, WireJson.Default.SnapshotWanted);

    /// <summary>An order of a log; its place is the event's id, from which a stream can be resumed.</summary>
    public static byte[] Order(string logId, LoggedOrder order) =>
        Event("order", new OrderPosition(logId, order.Position), order, WireJson.Default.LoggedOrder);

    private static byte[] Event<T>(string name, OrderPosition? id, T data, JsonTypeInfo<T> type) =>
        Encoding.UTF8.GetBytes($"event: {name}\n{(id is { } place ? $"id: {place}\n" : "")}data: {JsonSerializer.Serialize(data, type)}\n\n");
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Reads the events of the order stream. Pure; what it does not understand is a LinkException, but events of names that a later version may add are left out.</summary>
internal static class LinkEvents
{
    /// <summary>The events that these stand for.</summary>
    public static IReadOnlyList<LinkEvent> Parse(IEnumerable<SseEvent> events) => [.. events.Select(Parse).OfType<LinkEvent>()];

    private static LinkEvent? Parse(SseEvent one) => one.Name switch
    {
        "hello" => Read(one, WireJson.Default.SensorGreeting, greeting => greeting.Labels is not null && greeting.Authorities is not null ? new Greeted(greeting) : null),
        "ping" => Read(one, WireJson.Default.StreamPing, ping => new Pinged(ping)),
        "snapshot" => Read(one, WireJson.Default.SnapshotWanted, wanted => new SnapshotAsked(wanted)),
        "order" => Read(one, WireJson.Default.LoggedOrder, logged => Place(one.Id, logged)),
        _ => null,
    };

    private static OrderCame? Place(string id, LoggedOrder logged) =>
        OrderPosition.TryParse(id, out var place) && place.Position == logged.Position && logged.Order is not null ? new OrderCame(place, logged) : null;

    private static LinkEvent Read<T>(SseEvent one, JsonTypeInfo<T> type, Func<T, LinkEvent?> make)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(one.Data, type) is { } value && make(value) is { } happening)
                return happening;
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new LinkException(LinkFault.Malformed, $"an event \"{one.Name}\" of the order stream is not understood: {failure.Message}; a newer coordinator, perhaps", failure);
        }

        throw new LinkException(LinkFault.Malformed, $"an event \"{one.Name}\" of the order stream is not complete");
    }
}

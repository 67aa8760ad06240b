using System.Data;
using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>What waits for the leader, as the inbox has it.</summary>
internal sealed record InboxRow
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>When it was taken in.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whose reports they are; null for a command.</summary>
    public SensorId? SensorId { get; init; }

    /// <summary>The sensor's name; null for a command, and when the sensor is unknown.</summary>
    public string? Name { get; init; }

    /// <summary>The reports or the command, JSON.</summary>
    public required string Body { get; init; }

    /// <summary>What it says.</summary>
    public InboxItem ToItem()
    {
        try
        {
            return Read();
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or DataException)
        {
            // An unknown version wrote it, or the disk: what waits behind it is decided on all the same.
            return new UnreadableItem(failure.Message) { Id = Id, At = At };
        }
    }

    private InboxItem Read()
    {
        if (SensorId is not { } sensor)
        {
            var command = JsonSerializer.Deserialize(Body, StoreJson.Default.OperatorCommand) ?? throw new DataException("a command says null");
            return new CommandItem(command) { Id = Id, At = At };
        }

        var reports = JsonSerializer.Deserialize(Body, StoreJson.Default.IReadOnlyListSensorReport) ?? throw new DataException("a batch says null");
        return new ReportsItem(sensor, Name ?? sensor.ToString(), reports) { Id = Id, At = At };
    }
}

using PortSentry.Coordinator.Store;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Api;

/// <summary>Makes views of sensors. Pure.</summary>
internal static class SensorViews
{
    // Sensors say at least once a minute how they are: of one that is silent for longer its member may have died.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    /// <summary>A sensor as operators see it.</summary>
    public static SensorView Of(SensorRow sensor, OrderPosition head, DateTimeOffset now)
    {
        var (state, status) = (sensor.State, sensor.State?.Status);
        return new SensorView
        {
            Name = sensor.Name,
            Id = sensor.Id.ToString(),
            State = StateOf(sensor, head, now),
            SeenAt = state?.SeenAt,
            Member = state?.Member ?? "",
            Version = status?.Version ?? "",
            Modes = status?.Modes ?? [],
            Orders = status?.Orders ?? "",
            Addresses = status?.Addresses ?? [],
            Labels = sensor.Labels,
            Position = state?.Applied?.Position.Position ?? 0,
            OrdersBehind = Math.Max(0, head.Position - (state?.Applied?.Position.Position ?? 0)),
            EnrolledAt = sensor.EnrolledAt,
            RevokedAt = sensor.RevokedAt,
            WatchesSince = status?.Since,
            Interfaces = status?.Interfaces ?? [],
            Blockers = status?.Blockers ?? [],
            FramesDropped = status?.FramesDropped ?? 0,
            Blocks = status?.Blocks ?? 0,
            Alarms = status?.Alarms ?? 0,
            OutboxWaiting = status?.OutboxWaiting ?? 0,
            OutboxDropped = status?.OutboxDropped ?? 0,
        };
    }

    /// <summary>True when its order stream is open, as far as is known.</summary>
    public static bool IsConnected(SensorRow sensor, DateTimeOffset now) => sensor.State is { IsConnected: true } state && now - state.SeenAt <= Silence;

    /// <summary>up, behind, down or revoked.</summary>
    public static string StateOf(SensorRow sensor, OrderPosition head, DateTimeOffset now) => sensor switch
    {
        { RevokedAt: not null } => "revoked",
        _ when !IsConnected(sensor, now) => "down",
        { State.Applied: { } applied } when applied.Position == head => "up",
        _ => "behind",
    };
}

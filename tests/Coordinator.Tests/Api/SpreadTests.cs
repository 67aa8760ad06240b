using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class SpreadTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    [Fact]
    public void Connected_sensors_that_were_heard_of_lately_count_and_of_them_those_that_have_come_as_far()
    {
        SensorRow[] sensors =
        [
            Sensor(6), Sensor(7), Sensor(8), Sensor(null), Sensor(7, isConnected: false), Sensor(7) with { RevokedAt = DateTimeOffset.UnixEpoch }, Sensor(7) with { State = null }, Sensor(9, seenAgo: 4),
        ];

        Assert.Equal((2, 4), Spread.Of(sensors, 7, Now));
        Assert.Equal((0, 0), Spread.Of([], 7, Now));
    }

    private static SensorRow Sensor(long? position, bool isConnected = true, int seenAgo = 0)
    {
        var id = SensorId.New();
        var applied = position is { } at ? new OrdersApplied { Position = new OrderPosition("log1", at), Digest = "" } : null;
        return new SensorRow
        {
            Id = id,
            Name = id.ToString(),
            EnrolledAt = DateTimeOffset.UnixEpoch,
            State = new SensorState { Id = id, SeenAt = Now.AddMinutes(-seenAgo), Member = "c1", IsConnected = isConnected, Applied = applied },
        };
    }
}

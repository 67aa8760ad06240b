using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Decode;

public sealed class ProbeBatchTests
{
    [Fact]
    public void Batch_keeps_its_order_and_is_empty_when_cleared()
    {
        var probes = new Probes();
        var (first, second) = (probes.Next("192.0.2.7"), probes.Next("192.0.2.8"));
        var departure = new Departure(Transport.Tcp, 1, Probes.Local, 80, first.Source);
        var batch = new ProbeBatch(2);
        Assert.True(batch.IsEmpty);

        batch.Add(departure);
        Assert.False(batch.IsEmpty);
        batch.Add(first);
        batch.Add(second);

        Assert.Equal([first, second], batch.Probes.ToArray());
        Assert.Equal([departure], batch.Departures.ToArray());
        batch.Clear();
        Assert.True(batch.IsEmpty);
    }
}

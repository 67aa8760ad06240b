using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Tests.Ingest;

public sealed class SensorDirectoryTests
{
    [Fact]
    public void Sensors_are_those_that_it_was_last_told_of()
    {
        var (one, other) = (Sensor("web1"), Sensor("web2"));
        var directory = new SensorDirectory();
        Assert.Null(directory.Find(one.Id));

        directory.Replace([one, other]);
        Assert.Same(other, directory.Find(other.Id));
        directory.Replace([one]);

        Assert.Equal([one], directory.All);
        Assert.Null(directory.Find(other.Id));
    }

    private static SensorRow Sensor(string name) => new() { Id = SensorId.New(), Name = name, EnrolledAt = DateTimeOffset.UnixEpoch };
}

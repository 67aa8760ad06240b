using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Tests;

public sealed class FleetStatusTests
{
    [Fact]
    public void Of_more_interfaces_than_a_status_holds_the_first_are_told()
    {
        string[] names = [new string('x', 40), .. Enumerable.Range(0, 63).Select(i => $"eth{i}")];

        Assert.Equal(names.Skip(1).Take(SensorStatus.MaxWords), FleetStatus.InterfacesOf(names));
    }
}

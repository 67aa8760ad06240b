using PortSentry.Shared.Correlate;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class FleetThresholdsTests
{
    [Fact]
    public void Default_is_without_fault() => Assert.Empty(FleetThresholds.Default.Faults());

    [Fact]
    public void All_faults_are_told_at_once() => Assert.Equal(
        [
            "thresholds.window is 00:00:00; more than nothing, up to a year, is allowed",
            "thresholds.fleetContacts is 1; 2 to 64 is allowed",
            "thresholds.prefixIPv6 is 64; 16 to 55 is allowed",
        ],
        new FleetThresholds { Window = TimeSpan.Zero, FleetContacts = 1, PrefixIPv6 = 64 }.Faults());
}

using System.Collections.Frozen;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Host;

public sealed class HostStateTests
{
    private static readonly HostState State = new()
    {
        Addresses = Hosts.Addresses,
        Resolvers = [Address.Parse("192.0.2.53")],
        Sessions = [Address.Parse("203.0.113.5")],
        Ignored = [Cidr.Parse("10.0.0.0/8")],
    };

    [Theory]
    [InlineData("198.51.100.1", ProtectionReason.Own)]
    [InlineData("127.0.0.1", ProtectionReason.Loopback)]
    [InlineData("::1", ProtectionReason.Loopback)]
    [InlineData("169.254.1.1", ProtectionReason.LinkLocal)]
    [InlineData("fe80::5", ProtectionReason.LinkLocal)]
    [InlineData("198.51.100.254", ProtectionReason.Gateways)]
    [InlineData("192.0.2.53", ProtectionReason.Resolvers)]
    [InlineData("203.0.113.5", ProtectionReason.Sessions)]
    [InlineData("10.1.2.3", ProtectionReason.Ignored)]
    [InlineData("224.0.0.1", ProtectionReason.NoHost)]
    [InlineData("203.0.113.6", null)]
    public void Everything_known_of_the_host_is_protected(string address, ProtectionReason? expected) => Assert.Equal(
        expected,
        State.ToView(new SensorOptions(), [(ProtocolMode.Atcp, ServicePorts.None)]).Protection.WhyNot(Cidr.Parse(address)));

    [Theory]
    [InlineData("203.0.113.20", ProtectionReason.Sensors)]
    [InlineData("203.0.113.30", ProtectionReason.Coordinators)]
    [InlineData("192.0.2.200", ProtectionReason.Ignored)]
    [InlineData("10.1.2.3", ProtectionReason.Ignored)]
    public void What_the_fleet_protects_is_protected_besides(string address, ProtectionReason expected)
    {
        var fleet = new FleetProtection([Cidr.Parse("192.0.2.192/26")], [Address.Parse("203.0.113.20")], [Address.Parse("203.0.113.30")]);
        var state = State with { Fleet = fleet };

        var protection = state.ToView(new SensorOptions(), [(ProtocolMode.Atcp, ServicePorts.None)]).Protection;

        Assert.Equal(expected, protection.WhyNot(Cidr.Parse(address)));
        Assert.Equal(expected is ProtectionReason.Sensors or ProtectionReason.Coordinators, protection.IsFleetHost(Address.Parse(address)));
        Assert.False(state.Matches(State));
    }

    [Fact]
    public void Protection_is_by_the_keywords_of_the_options()
    {
        var options = new SensorOptions { Protect = new HashSet<ProtectionReason> { ProtectionReason.Own } };

        var protection = State.ToView(options, [(ProtocolMode.Atcp, ServicePorts.None)]).Protection;

        Assert.Equal([ProtectionReason.Own, ProtectionReason.Ignored, ProtectionReason.NoHost], protection.Rules.Select(rule => rule.Reason));
    }

    [Fact]
    public void View_holds_tripwires_services_and_own_addresses()
    {
        var services = new ServicePorts([new(ServicePort.AnyIPv4, 80)]);
        var options = new SensorOptions { Tcp = new() { Ports = PortSet.Of([79, 80]) }, IPv6Prefix = 56 };

        var view = State.ToView(options, [(ProtocolMode.Stcp, services)]);

        Assert.Equal(new PortWatch(options.Tcp.Ports, services, Hosts.Addresses.Own), view.Watches[ProtocolMode.Stcp]);
        Assert.Equal(Cidr.Parse("2001:db8:9:0::/56"), view.Networks.Of(Address.Parse("2001:db8:9:7::5")));
        Assert.Equal(Cidr.Parse("2001:db8:1::99"), view.Networks.Of(Address.Parse("2001:db8:1::99")));
    }

    [Fact]
    public void States_match_when_they_lead_to_the_same_view()
    {
        Assert.True(State.Matches(State with { Addresses = Hosts.Addresses with { Own = Hosts.Addresses.Own.Reverse().ToFrozenSet() } }));
        Assert.False(State.Matches(State with { Resolvers = [] }));
        Assert.False(State.Matches(State with { Sessions = [] }));
        Assert.False(State.Matches(State with { Ignored = [] }));
        Assert.False(State.Matches(State with { Addresses = Hosts.Addresses with { Gateways = [] } }));
        Assert.False(State.Matches(State with { Addresses = Hosts.Addresses with { OnLink = CidrSet.Empty } }));
        Assert.False(State.Matches(State with { Addresses = HostAddresses.None }));
    }
}

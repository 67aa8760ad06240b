using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

/// <summary>A detector that weighs first contacts.</summary>
public sealed class SequentialDetectorTests
{
    private const ushort LocalPorts = 32768;

    private readonly Probes _probes = new();
    private readonly FakeSockets _sockets = new();

    [Fact]
    public void Scan_is_found_by_its_first_ports_and_a_port_touched_again_and_again_is_none()
    {
        var detector = Detector();

        for (var i = 0; i < 50; i++)
            Assert.Equal(Outcome.Counted, detector.Observe(_probes.Next("192.0.2.8", 8080)).Outcome);
        Assert.InRange(Enumerable.Range(1, 20).TakeWhile(port => detector.Observe(_probes.Next("192.0.2.7", (ushort)port)).Outcome != Outcome.Alarm).Count(), 3, 10);
    }

    [Fact]
    public void Served_ports_speak_for_a_source_before_it_is_under_watch_and_while_it_is()
    {
        foreach (var ports in new ushort[][] { [80, 443, 8443, 1, 2, 3, 4], [1, 80, 2, 443, 3, 8443, 4], [80, 80, 443, 1, 2, 8443, 3, 4] })
        {
            var detector = Detector(80, 443, 8443);

            Assert.DoesNotContain(Outcome.Alarm, ports.Select(port => detector.Observe(_probes.Next("192.0.2.7", port)).Outcome));
        }
    }

    [Fact]
    public void Who_touches_served_ports_alone_is_no_source_under_watch_and_the_kernel_is_not_asked()
    {
        var detector = Detector(80);

        for (var i = 0; i < 100; i++)
            Assert.Equal(new Sighting(Outcome.NoTripwire), detector.Observe(_probes.Next("192.0.2.7", 80)));

        Assert.Equal((0, 0), (detector.SourceCount, _sockets.Asked));
    }

    [Fact]
    public void Served_port_does_not_speak_twice()
    {
        var detector = Detector(80);
        List<Outcome> outcomes = [];
        for (ushort port = 1; port <= 20; port++)
        {
            outcomes.Add(detector.Observe(_probes.Next("192.0.2.7", port)).Outcome);
            outcomes.Add(detector.Observe(_probes.Next("192.0.2.7", 80)).Outcome);
        }

        Assert.Contains(Outcome.Alarm, outcomes);
    }

    [Theory]
    [InlineData(ScanKind.Ack, TcpFlags.Ack, 80, Outcome.NoTripwire)] // Served.
    [InlineData(ScanKind.Ack, TcpFlags.Ack, 111, Outcome.Counted)]
    [InlineData(ScanKind.Maimon, TcpFlags.Fin | TcpFlags.Ack, 111, Outcome.Counted)]
    [InlineData(ScanKind.Ack, TcpFlags.Ack, LocalPorts - 1, Outcome.Counted)]
    [InlineData(ScanKind.Ack, TcpFlags.Ack, LocalPorts, Outcome.NoTripwire)]
    [InlineData(ScanKind.Syn, TcpFlags.Syn, LocalPorts, Outcome.Counted)]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Syn | TcpFlags.Ack, 111, Outcome.NoTripwire)]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Rst, 111, Outcome.NoTripwire)]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Rst | TcpFlags.Ack, 111, Outcome.NoTripwire)]
    public void Segment_that_acknowledges_what_nobody_said_counts_below_the_ports_this_host_asks_from(ScanKind kind, TcpFlags flags, int port, Outcome expected)
    {
        var detector = Detector(80);

        Assert.Equal(expected, detector.Observe(_probes.Next("192.0.2.7", (ushort)port) with { Kind = kind, Flags = flags }).Outcome);
    }

    [Fact]
    public void Segment_of_a_connection_this_host_has_from_a_low_port_is_innocent()
    {
        var detector = Detector();
        _sockets.Ports.Add(700);

        Assert.Equal(new Sighting(Outcome.Innocent), detector.Observe(_probes.Next("192.0.2.7", 700) with { Kind = ScanKind.Ack, Flags = TcpFlags.Ack }));
        Assert.Equal(new Sighting(Outcome.NoTripwire), detector.Observe(_probes.Next("192.0.2.7", 700)));
    }

    [Fact]
    public void Alarm_that_is_taken_back_begins_a_walk_anew()
    {
        var detector = Detector();
        ushort port = 1;
        while (detector.Observe(_probes.Next("192.0.2.7", port)).Outcome != Outcome.Alarm)
            port++;

        Assert.True(detector.Retract(new Departure(Transport.Tcp, _probes.Now.Ticks, Probes.Local, port, Address.Parse("192.0.2.7"))));
        Assert.Equal(Outcome.Counted, detector.Observe(_probes.Next("192.0.2.7", 1000)).Outcome);
    }

    private ScanDetector Detector(params ushort[] served) => new(Watches.Settings with { IsSequential = true, AcknowledgingBelow = LocalPorts }, _sockets, new Random(1))
    {
        Watch = new PortWatch(PortSet.Below(65536), new ServicePorts([.. served.Select(port => new ServicePort(ServicePort.AnyIPv4, port))]), Watches.Local),
        Networks = Watches.By64,
        IsSpared = _ => false,
    };
}

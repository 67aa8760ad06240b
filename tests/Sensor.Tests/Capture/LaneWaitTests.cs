using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture;

public sealed class LaneWaitTests
{
    private readonly ManualTime _time = new();
    private readonly Probes _probes = new();
    private readonly List<ProbeBatch> _kept = [];

    [Fact]
    public void Lanes_wait_for_one_whose_detector_is_behind_and_go_on_without_it_after_a_while()
    {
        var (held, other) = (Exhausted(), new ProbeLane(Transport.Udp, _ => true));
        var wait = new LaneWait(_time);

        Assert.False(wait.IsOver([held, other]));
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(wait.IsOver([held, other]));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(wait.IsOver([held, other]));

        held.Add(_probes.Next("192.0.2.7"));
        other.Add(_probes.NextUdp("192.0.2.8"));
        Assert.Equal((1, 0), (held.Missed, other.Missed));
    }

    [Fact]
    public void Lane_that_has_batches_again_is_waited_for_as_before()
    {
        var (held, other) = (Exhausted(), new ProbeLane(Transport.Udp, _ => true));
        var wait = new LaneWait(_time);
        wait.IsOver([held, other]);
        _time.Advance(TimeSpan.FromSeconds(1));
        held.Return(_kept[0]);

        Assert.True(wait.IsOver([held, other]));

        held.Add(_probes.Next("192.0.2.7"));
        held.Send();
        Assert.False(wait.IsOver([held, other]));
    }

    [Fact]
    public void Frames_wait_in_the_ring_while_no_lane_has_a_batch()
    {
        var wait = new LaneWait(_time);
        ProbeLane[] lanes = [Exhausted()];
        wait.IsOver(lanes);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(wait.IsOver(lanes));
    }

    /// <summary>A lane whose detector gives nothing back.</summary>
    private ProbeLane Exhausted()
    {
        var lane = new ProbeLane(Transport.Tcp, batch =>
        {
            _kept.Add(batch);
            return true;
        });
        while (lane.TryBegin())
        {
            lane.Add(_probes.Next("192.0.2.7"));
            lane.Send();
        }

        return lane;
    }
}

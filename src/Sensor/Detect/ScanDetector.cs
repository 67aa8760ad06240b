using System.Runtime.CompilerServices;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>Counts the probes of each source and says which of them raises an alarm. Pure: time comes with the probe.</summary>
public sealed class ScanDetector(DetectorSettings settings, ISocketTable sockets, Random random)
{
    /// <summary>Segments that the classic modes do not look at. The kernel's filter cannot see the flags of all of them.</summary>
    private const TcpFlags Replies = TcpFlags.Ack | TcpFlags.Rst;

    /// <summary>Of those, the ones that are answers whatever mode looks at them: RST, and SYN with ACK.</summary>
    private const TcpFlags Answers = TcpFlags.Rst | TcpFlags.Syn;

    private readonly SourceTable _sources = new(settings.MaxSources, random);
    private readonly CopyFilter _copies = new();
    private readonly DatagramScreen? _datagrams = settings.Transport == Transport.Udp ? new DatagramScreen() : null;
    private readonly ServedTouches? _served = settings.IsSequential ? new ServedTouches(settings.ScanWindow.Ticks) : null;
    private readonly long _windowTicks = settings.ScanWindow.Ticks;
    private readonly long _stepTicks = ProbeCounts.StepOf(settings.ScanWindow);

    /// <summary>The tripwires.</summary>
    public required PortWatch Watch { get; set; }

    /// <summary>By which network a source is counted.</summary>
    public required SourceNetworks Networks { get; set; }

    /// <summary>True for sources that are protected or ignored.</summary>
    public required Func<Address, bool> IsSpared { get; set; }

    /// <summary>Sources under watch beyond their first probe.</summary>
    public int SourceCount => _sources.Count;

    /// <summary>Sources that had to give way to another since the start: under watch, and on probation.</summary>
    public (long Promoted, long OnProbation) Evicted => (_sources.Evicted, _sources.Overwritten);

    /// <summary>Takes one probe into account.</summary>
    public Sighting Observe(in Probe probe)
    {
        if (IsReply(probe) || !Watch.IsTripwire(probe.Destination, probe.Port))
            return PassBy(probe);
        if (_datagrams?.IsInnocent(probe) == true)
            return new Sighting(Outcome.Innocent);
        if (_copies.IsCopy(probe))
            return new Sighting(Outcome.Copy);

        var source = Networks.Of(probe.Source);
        ref var known = ref _sources.Find(source.Base);
        var isAlarmed = !Unsafe.IsNullRef(ref known) && IsAlarmed(known, probe.Ticks);
        if (!(isAlarmed && known.IsBlocked) && IsSpared(probe.Source))
            return new Sighting(Outcome.Spared, source);
        if (isAlarmed)
            return Count(ref _sources.Keep(ref known), source, probe);
        if (sockets.HasSocketFor(probe))
            return new Sighting((probe.Flags & Replies) != 0 ? Outcome.Innocent : Outcome.NoTripwire);
        return Count(ref _sources.Touch(source.Base, probe.Ticks), source, probe);
    }

    /// <summary>What answers, or belongs to a connection, is no probe. A segment that acknowledges what nobody said is one, where first contacts are weighed.</summary>
    private bool IsReply(in Probe probe)
    {
        if ((probe.Flags & Replies) == 0)
            return false;
        return (probe.Flags & Answers) != 0 || probe.Port >= settings.AcknowledgingBelow;
    }

    /// <summary>No probe; but a served port that a source asks for speaks for it.</summary>
    private Sighting PassBy(in Probe probe)
    {
        if (_served is not null && probe.Kind == ScanKind.Syn && Watch.IsServed(probe.Destination, probe.Port))
        {
            var source = Networks.Of(probe.Source).Base;
            var mark = ContactWalk.MarkOf(source.Hash(probe.Port));
            ref var known = ref _sources.Find(source);
            if (Unsafe.IsNullRef(ref known))
                _served.Add(source, mark, probe.Ticks);
            else
                known.Walk.Succeed(mark, probe.Ticks, _windowTicks);
        }

        return new Sighting(Outcome.NoTripwire);
    }

    /// <summary>A port that nobody serves speaks against its source.</summary>
    private void Weigh(ref SourceRecord record, in Probe probe)
    {
        if (_served is null)
            return;
        if (record.Walk.IsNew)
            record.Walk.Begin(_served.Of(record.Key, probe.Ticks), probe.Ticks);
        record.Walk.Fail(ContactWalk.MarkOf(record.Key.Hash(probe.Port)), probe.Ticks, _windowTicks);
    }

    /// <summary>Something left a watched port for this peer: true when that port had raised the peer's alarm, which is then taken back, since it is served. A scanner that had met more than this port meets the next one, and its alarm is raised again.</summary>
    public bool Retract(in Departure departure)
    {
        _datagrams?.Left(departure, Networks.IsManyHosts(departure.Peer));
        if (settings.ServedPortsCount)
            return false;

        ref var record = ref _sources.Find(Networks.Of(departure.Peer).Base);
        if (Unsafe.IsNullRef(ref record) || record.AlarmTicks == 0 || record.AlarmPort != departure.Port)
            return false;

        record.AlarmTicks = 0;
        (record.Probes, record.Walk) = (default, default);
        return true;
    }

    /// <summary>The alarm of a source is answered, now, by what this probe did.</summary>
    public void Answered(Cidr source, in Probe probe)
    {
        ref var record = ref _sources.Find(source.Base);
        if (!Unsafe.IsNullRef(ref record))
            (record.AlarmTicks, record.AlarmPort) = (probe.Ticks, probe.Port);
    }

    /// <summary>No source is known to be blocked: whoever asks looks it up.</summary>
    public void UnmarkBlocked() => _sources.UnmarkBlocked();

    /// <summary>The source is blocked. Of one that is blocked by itself, not with the network it is counted by, no record is kept.</summary>
    public void MarkBlocked(Cidr source)
    {
        ref var record = ref _sources.Find(source.Base);
        if (!Unsafe.IsNullRef(ref record) && source.Prefix <= Networks.Of(source.Base).Prefix)
            record.IsBlocked = true;
    }

    /// <summary>The block of a source has ended: its next probe may raise an alarm again.</summary>
    public void Rearm(Cidr source)
    {
        ref var record = ref _sources.Find(source.Base);
        if (!Unsafe.IsNullRef(ref record))
            (record.AlarmTicks, record.IsBlocked) = (0, false);
    }

    private Sighting Count(ref SourceRecord record, Cidr source, in Probe probe)
    {
        var probes = record.Probes.Add(probe.Ticks, _stepTicks);
        if (probes == 1)
            record.FirstTicks = probe.Ticks;
        record.LastTicks = Math.Max(record.LastTicks, probe.Ticks);

        Weigh(ref record, probe);
        var outcome = Judge(ref record, probe, probes);
        return new Sighting(outcome, source, probes, record.FirstTicks, record.AlarmTicks, record.IsBlocked);
    }

    private Outcome Judge(ref SourceRecord record, in Probe probe, int probes)
    {
        if (IsAlarmed(record, probe.Ticks))
            return Outcome.Update;
        if (settings.IsSequential ? !record.Walk.IsScanner : probes < settings.ScanTrigger)
            return Outcome.Counted;

        (record.AlarmTicks, record.AlarmPort) = (probe.Ticks, probe.Port);
        return Outcome.Alarm;
    }

    // After the clock was set back an alarm may lie ahead: one that is further away than the window is over, too.
    private bool IsAlarmed(in SourceRecord record, long ticks) =>
        record.AlarmTicks != 0 && Math.Abs(ticks - record.AlarmTicks) <= _windowTicks;
}

using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>Runs one protocol mode: owns its detector, judges each probe, and tells what follows; waits for nothing but the next batch.</summary>
public sealed class DetectorActor : Actor<DetectorMessage>
{
    /// <summary>Probes of a blocked source are still logged for so long after its alarm: they were under way.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(1);

    private readonly Func<DetectorSettings, ScanDetector> _makeDetector;
    private readonly IDetectorOutput _output;
    private readonly BlockedSources _blocked = new();
    private readonly LogBudget _budget = new();
    private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];
    private ScanDetector _detector;
    private ResponseChanged _response;
    private Protection _protection;
    private bool _isInGrace;
    private long _notLogged;

    /// <summary>A detector that begins to count; what it is told first is how to answer and what to watch.</summary>
    public DetectorActor(WatchChanged watch, ResponseChanged response, DetectorSettings settings, ISocketTable sockets, IDetectorOutput output)
    {
        ArgumentNullException.ThrowIfNull(watch);
        (_response, _protection, _output) = (response, watch.Protection, output);
        // The seed only chooses who gives way when the table is full.
        var random = new Random(HashCode.Combine(this, watch));
        _makeDetector = fresh => new ScanDetector(fresh, sockets, random)
        {
            Watch = _detector?.Watch ?? watch.Watch,
            Networks = _detector?.Networks ?? watch.Networks,
            IsSpared = source => _protection.Covers(source),
        };
        _detector = _makeDetector(settings);
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        Use(_response);
        return ValueTask.CompletedTask;
    }

    private void Ready(DetectorMessage message)
    {
        switch (message)
        {
            case ProbesCaptured captured:
                JudgeAll(captured.Batch);
                break;
            case WatchChanged watch:
                (_detector.Watch, _detector.Networks, _protection) = (watch.Watch, watch.Networks, watch.Protection);
                break;
            case ResponseChanged response:
                Use(response);
                break;
            case GraceEnded:
                _isInGrace = false;
                break;
            case CountingChanged counting:
                _detector = _makeDetector(counting.Settings);
                break;
            case TargetsBlocked blocked:
                _blocked.Add(blocked.Targets);
                foreach (var target in blocked.Targets)
                    _detector.MarkBlocked(target);
                break;
            case BlockListReplaced replaced:
                _blocked.Clear();
                _blocked.Add(replaced.Targets);
                _detector.UnmarkBlocked();
                break;
            case TargetsFreed freed:
                _blocked.Remove(freed.Targets);
                foreach (var target in freed.Targets)
                    _detector.Rearm(target);
                break;
            case GetDetectorCounts get:
                get.Answer.TrySetResult(Counts());
                break;
        }
    }

    /// <summary>The grace is counted here, not by the clock: a host without one of its own sets it after its boot.</summary>
    private void Use(ResponseChanged response)
    {
        _response = response;
        _isInGrace = response.Grace > TimeSpan.Zero;
        if (_isInGrace)
            Context.After("grace", response.Grace, new GraceEnded());
    }

    private void JudgeAll(ProbeBatch batch)
    {
        try
        {
            Judge(batch);
        }
        finally
        {
            // Whatever became of it: the capture has eight of them, and no more.
            _output.Return(batch);
        }
    }

    private void Judge(ProbeBatch batch)
    {
        var departures = batch.Departures;
        var left = 0;
        foreach (ref readonly var probe in batch.Probes)
        {
            // An answer comes after its question, a service's after the probe.
            while (left < departures.Length && departures[left].Ticks < probe.Ticks)
                Learn(departures[left++]);
            Judge(probe);
        }

        while (left < departures.Length)
            Learn(departures[left++]);
    }

    private void Judge(in Probe probe)
    {
        var sighting = _detector.Observe(probe);
        _outcomes[(int)sighting.Outcome]++;
        if (sighting.Outcome is Outcome.Counted or Outcome.Alarm or Outcome.Update)
            Answer(probe, sighting);
        else if (sighting.Outcome == Outcome.Spared)
            Spare(probe, sighting);
        else if (sighting.Outcome == Outcome.Innocent && probe.Transport == Transport.Tcp)
            // Of a connection that this host has from a port it chose: its segments need not come here.
            _output.Answered(new Departure(Transport.Tcp, probe.Ticks, probe.Destination, probe.Port, probe.Source));
    }

    private void Spare(in Probe probe, in Sighting sighting)
    {
        if (_protection.IsFleetHost(probe.Source))
            _output.FleetHostMet(probe, sighting);
        Log(probe, sighting, Verdict.Spared);
    }

    private void Answer(in Probe probe, in Sighting sighting)
    {
        // A source may be blocked by itself where its network holds a protected address.
        var isBlocked = sighting.IsBlocked || _blocked.Contains(Cidr.Host(probe.Source));
        var isFresh = Math.Abs(probe.Ticks - sighting.AlarmTicks) <= UnderWay.Ticks;
        if (sighting.Outcome == Outcome.Update && isBlocked && !isFresh)
            return;

        var verdict = LocalPolicy.Judge(new VerdictCase
        {
            Sighting = sighting,
            Simulate = _response.Simulate,
            LogOnly = _response.LogOnly || _isInGrace,
            CommandOnly = _response.CommandOnly,
            IsBlocked = isBlocked,
            IsBeingAnswered = isFresh,
        });
        // Told first, so that the log has the probe before its block.
        Log(probe, sighting, verdict);
        if (verdict == Verdict.Block)
        {
            _detector.Answered(sighting.Source, probe);
            _output.Block(probe, sighting);
        }
    }

    private void Log(in Probe probe, in Sighting sighting, Verdict verdict)
    {
        foreach (var (source, count) in _budget.Renew(probe.Ticks))
            _output.Omitted(source, count);
        // An alarm is told in any case: others act on it.
        if (_budget.TryTake(sighting.Source.Base) || sighting.Outcome == Outcome.Alarm)
            _output.Judged(probe, sighting, verdict);
        else
            _notLogged++;
    }

    private void Learn(in Departure departure)
    {
        if (!_detector.Watch.Local.Contains(departure.Local))
            return;

        var isAnswer = _detector.Retract(departure);
        // A datagram may be a question of ours; whoever sends a SYN-ACK serves that port.
        if (isAnswer || departure.Transport == Transport.Tcp)
            _output.Answered(departure);
        if (isAnswer)
            _output.Retract(_detector.Networks.Of(departure.Peer), departure.Peer);
    }

    private DetectorCounts Counts() => new()
    {
        Probes = _outcomes[(int)Outcome.Counted] + _outcomes[(int)Outcome.Alarm] + _outcomes[(int)Outcome.Update],
        Alarms = _outcomes[(int)Outcome.Alarm],
        Copies = _outcomes[(int)Outcome.Copy],
        NoTripwire = _outcomes[(int)Outcome.NoTripwire],
        Spared = _outcomes[(int)Outcome.Spared],
        Innocent = _outcomes[(int)Outcome.Innocent],
        NotLogged = _notLogged,
        Sources = _detector.SourceCount,
        SourcesOverwritten = _detector.Evicted.OnProbation,
        SourcesEvicted = _detector.Evicted.Promoted,
    };
}

using PortSentry.Sensor.Capture.Files;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>Judges a capture as the sensor would have: the same decoder, detectors, guard chain and block list, with the capture's time.</summary>
internal sealed class ReplayDetection
{
    /// <summary>Alarms kept of a file; further ones are counted.</summary>
    public const int MaxAlarms = 100_000;

    private readonly List<ReplayedAlarm> _alarms = [];
    private readonly SensorOptions _options;
    private readonly Viewpoint _viewpoint;
    private readonly Handshakes _handshakes;
    private readonly ReplayBlocks _blocks;
    private readonly ReplayedMode[] _modes;
    private readonly ReplayCounts _counts;

    /// <summary>The detection of these modes on a host.</summary>
    public ReplayDetection(ReplayHost host, ReplaySettings settings, ReplayCounts counts)
    {
        (_options, _viewpoint, _counts) = (settings.Options, host.Viewpoint, counts);
        _handshakes = new Handshakes(_viewpoint);
        _blocks = new ReplayBlocks(_options.BlockPolicy, host.View.Protection);
        _modes = [.. settings.Modes.Select(mode => new ReplayedMode(
            mode, Modes.Counting(mode, _options), host.View.Watches[mode], host.View.Networks, host.View.Protection.Covers))];
    }

    /// <summary>The alarms so far, in the order of the capture.</summary>
    public IReadOnlyList<ReplayedAlarm> Alarms => _alarms;

    /// <summary>The first touch of each tripwire by each source.</summary>
    public IReadOnlyList<FirstContact> Contacts => [.. _modes.SelectMany(mode => mode.Contacts)];

    /// <summary>Takes one frame into account.</summary>
    public void See(in NetworkFrame frame)
    {
        Expire(frame.Ticks);
        _handshakes.See(frame);
        switch (_viewpoint.TryArrival(frame, out var probe))
        {
            case DecodeResult.Probe:
                Judge(probe);
                break;
            case DecodeResult.Malformed:
                _counts.Malformed++;
                break;
        }

        if (_viewpoint.TryDeparture(frame, out var departure))
            Learn(departure);
    }

    private void Expire(long ticks)
    {
        foreach (var target in _blocks.Expire(ticks))
        {
            foreach (var mode in _modes)
                mode.Detector.Rearm(target);
        }
    }

    private void Judge(in Probe probe)
    {
        if (Of(probe.Transport) is not { } mode)
            return;

        var sighting = mode.Observe(probe);
        if (sighting.Outcome == Outcome.Alarm)
            Raise(mode, probe, sighting);
        else if (sighting.Outcome == Outcome.Spared)
            _counts.Spared++;
    }

    private void Raise(ReplayedMode mode, in Probe probe, in Sighting sighting)
    {
        var verdict = LocalPolicy.Judge(new VerdictCase
        {
            Sighting = sighting,
            Simulate = _options.Simulate,
            LogOnly = !_options.Of(probe.Transport).Block,
            IsBlocked = _blocks.Contains(Cidr.Host(probe.Source)),
        });
        var request = SensorOutput.RequestOf(mode.Mode.Name(), probe, sighting) with { Proven = _handshakes.HasProven(probe.Source) };
        var refusal = verdict == Verdict.Block ? _blocks.Decide(request, probe.At) : null;
        if (_alarms.Count < MaxAlarms)
            _alarms.Add(new ReplayedAlarm(request.Alarm!, sighting.Source, request.Proven, verdict, refusal, mode.PortsOf(sighting.Source)));
        else
            _counts.AlarmsNotKept++;
    }

    /// <summary>Something left a port: what the sensor takes back then was no alarm.</summary>
    private void Learn(in Departure departure)
    {
        if (Of(departure.Transport) is not { } mode || !mode.Detector.Retract(departure))
            return;

        var (source, name) = (mode.Detector.Networks.Of(departure.Peer), mode.Mode.Name());
        var last = _alarms.FindLastIndex(alarm => alarm.Network == source && alarm.Alarm.Mode == name);
        if (last >= 0)
            _alarms.RemoveAt(last);
        mode.Part(source);
        _blocks.Retract(source, departure.Peer);
    }

    private ReplayedMode? Of(Transport transport)
    {
        foreach (var mode in _modes)
        {
            if (mode.Mode.Transport() == transport)
                return mode;
        }

        return null;
    }
}

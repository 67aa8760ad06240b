using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Capture.Interop;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>Reads the ring on a thread of its own and hands on decoded probes in batches, a lane each protocol. When no batch is free, frames wait in the ring; when that is full the kernel drops and counts them.</summary>
public sealed partial class RingCapture : ICapture
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly PacketRing _ring;
    private readonly TimeProvider _time;
    private readonly StopSignal _stop = new();
    private readonly Moderation _moderation;
    private readonly LaneWait _wait;
    private readonly ILogger<RingCapture> _logger;
    private readonly Reminder _failed = new();
    private readonly Thread _thread;
    // Those that are there, and those of the round that is being read; only the thread touches the latter.
    private ProbeLane[] _lanes;
    private ProbeLane[] _round = [];
    private long _passed;
    private long _dropped;
    private long _malformed;

    /// <summary>Opens the ring and starts to read; what no lane is for is left out.</summary>
    public RingCapture(CaptureScope scope, IReadOnlyList<ProbeLane> lanes, TimeProvider time, ILogger<RingCapture> logger)
    {
        (_lanes, _time, _moderation, _wait, _logger) = ([.. lanes], time, new Moderation(time), new LaneWait(time), logger);
        _ring = new PacketRing(scope);
        _thread = new Thread(Run) { IsBackground = true, Name = "capture" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Watch(CaptureScope scope) => _ring.Attach(scope);

    /// <summary>Hands on to these, too, from the next round on.</summary>
    public void Join(IEnumerable<ProbeLane> lanes) => Volatile.Write(ref _lanes, [.. _lanes, .. lanes]);

    /// <inheritdoc/>
    public CaptureCounts GetCounts()
    {
        var (passed, dropped) = _ring.TakeCounts();
        return new CaptureCounts(
            Interlocked.Add(ref _passed, passed), Interlocked.Add(ref _dropped, dropped) + Volatile.Read(ref _lanes).Sum(lane => lane.Missed), Interlocked.Read(ref _malformed));
    }

    /// <summary>Ends the thread; the ring stays open for those who still ask it.</summary>
    public void Stop()
    {
        _stop.Set();
        _thread.Join();
    }

    /// <summary>Ends the thread and closes the ring.</summary>
    public void Dispose()
    {
        Stop();
        _ring.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!TryRead() && !_stop.IsGivenWithin(Pause))
        {
            // The ring is still there, and what it holds is read when the kernel lets us.
        }
    }

    /// <summary>Reads until it is stopped (true), or the kernel refuses to let it wait for frames (false).</summary>
    private bool TryRead()
    {
        try
        {
            while (_ring.WaitForFrame(_stop))
                ReadUntilQuiet();
            return true;
        }
        catch (SystemCallException failure)
        {
            if (_failed.IsDue(_time))
                LogCaptureFailed(failure.Message);
            ReadUntilQuiet();
            return false;
        }
    }

    private void ReadUntilQuiet()
    {
        while (true)
        {
            _round = Volatile.Read(ref _lanes);
            if (!_wait.IsOver(_round))
            {
                // A detector is behind: the ring is the queue, and the kernel counts what it cannot hold.
                if (_stop.IsGivenWithin(Moderation.Pause))
                    return;
                continue;
            }

            var frames = Fill();
            foreach (var lane in _round)
                lane.Send();
            if (frames == 0 || (frames < ProbeLane.BatchCapacity && _moderation.IsDue(frames) && _stop.IsGivenWithin(Moderation.Pause)))
                return;
        }
    }

    private int Fill()
    {
        // A batch holds as many probes as are read at once: none is ever full.
        var frames = 0;
        while (frames < ProbeLane.BatchCapacity && _ring.TryPeek(out var frame))
        {
            Decode(frame);
            _ring.Release();
            frames++;
        }

        return frames;
    }

    private void Decode(in RingFrame frame)
    {
        if (frame.Outgoing)
        {
            if (ProbeDecoder.TryDecodeOutbound(frame.Bytes, frame.EtherType, frame.Ticks, out var departure))
                LaneOf(departure.Transport)?.Add(departure);
            return;
        }

        switch (ProbeDecoder.TryDecodeInbound(frame.Bytes, frame.EtherType, frame.Ticks, out var probe))
        {
            case DecodeResult.Probe:
                LaneOf(probe.Transport)?.Add(probe);
                break;
            case DecodeResult.Malformed:
                Interlocked.Increment(ref _malformed);
                break;
        }
    }

    private ProbeLane? LaneOf(Transport transport)
    {
        foreach (var lane in _round)
        {
            if (lane.Transport == transport)
                return lane;
        }

        return null;
    }

    [LoggerMessage(1001, LogLevel.Error, "The capture cannot wait for frames: {Problem}; it looks for them once a second until it can")]
    private partial void LogCaptureFailed(string problem);
}

using System.Threading.Channels;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>The way of one protocol's probes from the capture to their detector: a pool of batches that go out full and come back empty. When none is free, frames wait in the ring.</summary>
public sealed class ProbeLane
{
    /// <summary>Probes in a batch.</summary>
    public const int BatchCapacity = 1024;

    private const int BatchCount = 8;

    private readonly Channel<ProbeBatch> _free = Channel.CreateBounded<ProbeBatch>(BatchCount);
    private readonly Func<ProbeBatch, bool> _deliver;
    private ProbeBatch? _filling;
    private long _missed;

    /// <summary>A lane that delivers its batches so; each that is taken comes back by <see cref="Return"/>.</summary>
    public ProbeLane(Transport transport, Func<ProbeBatch, bool> deliver)
    {
        (Transport, _deliver) = (transport, deliver);
        for (var i = 0; i < BatchCount; i++)
            _free.Writer.TryWrite(new ProbeBatch(BatchCapacity));
    }

    /// <summary>Whose probes it carries.</summary>
    public Transport Transport { get; }

    /// <summary>Has a batch to fill; false when all are with the detector.</summary>
    internal bool TryBegin() => _filling is not null || _free.Reader.TryRead(out _filling);

    /// <summary>What came while it had no batch, and others were not to wait for it.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Adds a probe to the batch; counts it as missed when there is none.</summary>
    internal void Add(in Probe probe)
    {
        if (_filling is { } batch)
            batch.Add(probe);
        else
            Interlocked.Increment(ref _missed);
    }

    /// <summary>Adds a departure to the batch; counts it as missed when there is none.</summary>
    internal void Add(in Departure departure)
    {
        if (_filling is { } batch)
            batch.Add(departure);
        else
            Interlocked.Increment(ref _missed);
    }

    /// <summary>Sends the batch off, if there is anything in it.</summary>
    internal void Send()
    {
        if (_filling is not { IsEmpty: false } batch)
            return;

        _filling = null;
        if (!_deliver(batch))
            Return(batch);
    }

    /// <summary>Takes a batch back that a detector is done with.</summary>
    public void Return(ProbeBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        _free.Writer.TryWrite(batch);
    }
}

using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Benchmarks;

/// <summary>What a frame of a known, blocked source costs from its bytes to its place among the sources: decoder, batches, actor and detector, without the kernel.</summary>
internal sealed class PipelineBenchmark : IDetectorOutput, ISocketTable
{
    private const int Frames = 1 << 22;
    private const int BatchCapacity = 1024;
    private const int Batches = 8;
    private const int Stride = 7919;
    private const int SourceOffset = 12;
    private const int SequenceOffset = 24;
    private const uint FirstSource = 0x0a800001;
    private const ushort Port = 111;

    private static readonly Address Here = Address.Parse("192.0.2.1");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A SYN to 192.0.2.1, port 111 (RFC 5737); its source and sequence number are written into it.
    private static readonly byte[] Segment =
    [
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1,
        0x80, 0, 0, (byte)Port, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 2, 4, 0, 0, 0, 0, 0,
    ];

    private readonly int _sources;
    private readonly Channel<ProbeBatch> _free = Channel.CreateBounded<ProbeBatch>(Batches);
    private readonly byte[] _frame = Segment.ToArray();
    private long _ticks = DateTimeOffset.UnixEpoch.Ticks;
    private uint _sequence;

    private PipelineBenchmark(int sources)
    {
        _sources = sources;
        for (var number = 0; number < Batches; number++)
            _free.Writer.TryWrite(new ProbeBatch(BatchCapacity));
    }

    /// <summary>Prints, as a line of JSON, nanoseconds of processor time and bytes allocated a frame.</summary>
    public static async Task<int> RunAsync(int sources, TextWriter say)
    {
        using var supervisor = new Supervisor(TimeProvider.System, NullLogger<Supervisor>.Instance);
        var benchmark = new PipelineBenchmark(sources);
        var detector = supervisor.Spawn("pipeline", new Mailbox<DetectorMessage>(2 * Batches), benchmark.Detector);
        await benchmark.BlockAllAsync(detector);

        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        await benchmark.SendAsync(detector, Frames);
        (cpu, bytes) = (Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
        await supervisor.StopAsync(Patience);
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"ns\": {cpu.TotalNanoseconds / Frames:0.0}, \"bytes\": {(double)bytes / Frames:0.00}}}"));
        return 0;
    }

    /// <inheritdoc/>
    public bool HasSocketFor(in Probe probe) => false;

    /// <inheritdoc/>
    public void Return(ProbeBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        _free.Writer.TryWrite(batch);
    }

    /// <inheritdoc/>
    public void Block(in Probe probe, in Sighting sighting)
    {
    }

    /// <inheritdoc/>
    public void Judged(in Probe probe, in Sighting sighting, Verdict verdict)
    {
    }

    /// <inheritdoc/>
    public void FleetHostMet(in Probe probe, in Sighting sighting)
    {
    }

    /// <inheritdoc/>
    public void Omitted(Address source, int count)
    {
    }

    /// <inheritdoc/>
    public void Answered(in Departure departure)
    {
    }

    /// <inheritdoc/>
    public void Retract(Cidr network, Address source)
    {
    }

    private DetectorActor Detector()
    {
        var protection = new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>>());
        var ports = new PortWatch(PortSet.Of([Port]), ServicePorts.None, new[] { Here }.ToFrozenSet());
        return new DetectorActor(
            new WatchChanged(ports, new SourceNetworks(64, CidrSet.Empty), protection),
            new ResponseChanged(Simulate: false, LogOnly: false, TimeSpan.Zero),
            new DetectorSettings { Transport = Transport.Tcp, MaxSources = _sources, ScanTrigger = 0, ScanWindow = TimeSpan.FromDays(1) },
            this,
            this);
    }

    /// <summary>Every source has sent often enough to be under watch, and is blocked since long.</summary>
    private async Task BlockAllAsync(ActorRef<DetectorMessage> detector)
    {
        await SendAsync(detector, Math.Max(4 * _sources, Frames / 4));
        detector.Tell(new TargetsBlocked([.. Enumerable.Range(0, _sources).Select(number => Cidr.Host(Address.FromIPv4(FirstSource + (uint)number)))]));
        _ticks += TimeSpan.TicksPerMinute;
        await SendAsync(detector, Frames / 4);
    }

    private async Task SendAsync(ActorRef<DetectorMessage> detector, int count)
    {
        for (var sent = 0; sent < count; sent += BatchCapacity)
        {
            var batch = await _free.Reader.ReadAsync();
            for (var place = 0; place < BatchCapacity; place++)
                Add(batch);
            detector.Tell(new ProbesCaptured(batch));
        }

        // All batches are back: everything is judged.
        List<ProbeBatch> back = [];
        while (back.Count < Batches)
            back.Add(await _free.Reader.ReadAsync());
        back.ForEach(Return);
    }

    private void Add(ProbeBatch batch)
    {
        var number = _sequence++;
        BinaryPrimitives.WriteUInt32BigEndian(_frame.AsSpan(SourceOffset), FirstSource + (uint)((ulong)number * Stride % (uint)_sources));
        BinaryPrimitives.WriteUInt32BigEndian(_frame.AsSpan(SequenceOffset), number);
        if (ProbeDecoder.TryDecodeInbound(_frame, IpHeader.EtherTypeIPv4, _ticks++, out var probe) == DecodeResult.Probe)
            batch.Add(probe);
    }
}

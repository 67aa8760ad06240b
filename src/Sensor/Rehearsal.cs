using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>Sends one made-up probe a mode through a pipeline that touches nothing, before the first real one comes: code that runs for the first time takes a hundred times as long.</summary>
internal static class Rehearsal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Address Here = Address.Parse("192.0.2.1");
    private const ushort Port = 1;

    // IPv4 and TCP of a SYN from 192.0.2.2 to 192.0.2.1, port 1 (RFC 5737 addresses).
    private static readonly byte[] Segment =
    [
        0x45, 0, 0, 40, 0, 1, 0, 0, 64, 6, 0, 0, 192, 0, 2, 2, 192, 0, 2, 1,
        0x80, 0, 0, (byte)Port, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 4, 0, 0, 0, 0, 0,
    ];

    // The same with an empty datagram of UDP.
    private static readonly byte[] Datagram =
    [
        0x45, 0, 0, 28, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 2, 192, 0, 2, 1, 0x80, 0, 0, (byte)Port, 0, 8, 0, 0,
    ];

    /// <summary>Runs it; what it makes is gone when it returns.</summary>
    public static async Task RunAsync(IEnumerable<ProtocolMode> modes, SensorOptions options, TimeProvider time)
    {
        using var sockets = new KernelSockets();
        foreach (var mode in modes)
            await RunAsync(options.BlockPolicy, Modes.Counting(mode, options), sockets, time).ConfigureAwait(false);
    }

    private static async Task RunAsync(BlockPolicy policy, DetectorSettings settings, ISocketTable sockets, TimeProvider time)
    {
        using var supervisor = new Supervisor(time, NullLogger<Supervisor>.Instance);
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var protection = new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>>());
        var journal = supervisor.Spawn("rehearsal-journal", new Mailbox<JournalCommand>(16), () => new Ignoring());
        var block = supervisor.Spawn("rehearsal-block", new Mailbox<BlockCommand>(16), () => new BlockActor(
            new BlockBook(policy, protection), new BlockerTeam(new NoBlocker(), []), journal, static () => new HashSet<Address>(), changes => Write(changes, time, blocked), NullLogger<BlockActor>.Instance));
        var watch = new WatchChanged(
            new PortWatch(PortSet.Of([Port]), ServicePorts.None, new[] { Here }.ToFrozenSet()), new SourceNetworks(64, CidrSet.Empty), protection);
        var detector = supervisor.Spawn("rehearsal", new Mailbox<DetectorMessage>(16), () => new DetectorActor(
            watch, new ResponseChanged(Simulate: false, LogOnly: false, TimeSpan.Zero), settings with { ScanTrigger = 0, MaxSources = 16 }, sockets, new Output(block, time)));

        detector.Tell(new ProbesCaptured(Batch(settings.Transport, time.GetUtcNow().Ticks)));
        await Task.WhenAny(blocked.Task, blocked.Task.WaitAsync(Patience, time)).ConfigureAwait(false);
        await supervisor.StopAsync(Patience).ConfigureAwait(false);
    }

    private static ProbeBatch Batch(Transport transport, long ticks)
    {
        var batch = new ProbeBatch(1);
        var frame = transport == Transport.Udp ? Datagram : Segment;
        if (ProbeDecoder.TryDecodeInbound(frame, IpHeader.EtherTypeIPv4, ticks, out var probe) == DecodeResult.Probe)
            batch.Add(probe);
        return batch;
    }

    private static void Write(IReadOnlyList<BlockEvent> changes, TimeProvider time, TaskCompletionSource blocked)
    {
        foreach (var change in changes)
            Write(new BlockListChanged(change), time);
        blocked.TrySetResult();
    }

    private static void Write(ReportEvent happening, TimeProvider time)
    {
        _ = ClassicText.LinesOf(happening).Count();
        _ = ReadableText.LineOf(happening, time.LocalTimeZone);
    }

    private sealed class Output(ActorRef<BlockCommand> block, TimeProvider time) : IDetectorOutput
    {
        public void Block(in Probe probe, in Sighting sighting) => block.Tell(new BlockSource(SensorOutput.RequestOf("rehearsal", probe, sighting)));

        public void Judged(in Probe probe, in Sighting sighting, Verdict verdict) => Write(new ProbeJudged(probe, sighting, verdict, "rehearsal"), time);

        public void FleetHostMet(in Probe probe, in Sighting sighting)
        {
        }

        public void Omitted(Address source, int count)
        {
        }

        public void Answered(in Departure departure)
        {
        }

        public void Retract(Cidr network, Address source)
        {
        }

        public void Return(ProbeBatch batch)
        {
        }
    }

    private sealed class Ignoring : Actor<JournalCommand>
    {
        public Ignoring() => Become(static _ => { });
    }

    private sealed class NoBlocker : IBlocker
    {
        public string Name => "rehearsal";

        public ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
        {
            _ = new HostChanges(NftablesScript.Table).Delete(blocks.Select(block => block.Target)).Add(blocks, now).ToBytes();
            return ValueTask.CompletedTask;
        }

        public ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel) => new([]);

        public string Describe(Decide.Block block) => new NftablesScript(128).Describe(block);

        public void Dispose()
        {
        }
    }
}

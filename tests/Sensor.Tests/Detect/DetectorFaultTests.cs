using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Actors;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

/// <summary>A mode's actor that throws: it begins anew alone, and the other mode goes on meanwhile.</summary>
public sealed class DetectorFaultTests
{
    private static readonly ResponseChanged Blocking = new(Simulate: false, LogOnly: false, TimeSpan.Zero);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Probes _probes = new();

    [Fact]
    public async Task Detector_that_throws_begins_anew_alone_with_its_batch_given_back_and_is_told_of_once()
    {
        await using var host = new ActorHost();
        var failed = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (broken, sound) = (new RecordingOutput(), new RecordingOutput());
        var sockets = new SocketsThatFail { Failures = 1 };
        var first = host.Spawn(() => Detector(sockets, broken), whenFailed: failure => failed.TrySetResult(failure));
        var second = host.Spawn(() => Detector(new FakeSockets(), sound));

        var batch = Batch("192.0.2.7");
        first.Tell(new ProbesCaptured(batch));
        Assert.IsType<InvalidOperationException>(await failed.Task.Soon());
        first.Tell(new ProbesCaptured(Batch("192.0.2.8")));
        second.Tell(new ProbesCaptured(Batch("192.0.2.9")));

        // The time stands still: the first is still in its pause while the second answers.
        Assert.Equal([Verdict.Block], await VerdictsAsync(second, sound));
        Assert.Empty(broken.Verdicts);
        await host.Time.TimerDueIn(Pause).Soon();
        host.Time.Advance(Pause);
        Assert.Equal([Verdict.Block], await VerdictsAsync(first, broken));
        Assert.Equal(2, broken.Returned.Count);
        Assert.Same(batch, broken.Returned[0]);
        Assert.Single(host.Log.Lines);
    }

    private static async Task<IReadOnlyList<Verdict>> VerdictsAsync(ActorRef<DetectorMessage> detector, RecordingOutput output)
    {
        var counts = new TaskCompletionSource<DetectorCounts>(TaskCreationOptions.RunContinuationsAsynchronously);
        detector.Tell(new GetDetectorCounts(counts));
        await counts.Task.Soon();
        return output.Verdicts;
    }

    private static DetectorActor Detector(ISocketTable sockets, RecordingOutput output) =>
        new(new WatchChanged(Watches.Below1024, Watches.By64, Watches.NoProtection), Blocking, Watches.Settings, sockets, output);

    private ProbeBatch Batch(string source)
    {
        var batch = new ProbeBatch(1);
        batch.Add(_probes.Next(source));
        return batch;
    }

    /// <summary>A kernel whose answer is what nobody foresaw, so many times.</summary>
    private sealed class SocketsThatFail : ISocketTable
    {
        public int Failures { get; set; }

        public bool HasSocketFor(in Probe probe) => Failures-- > 0 ? throw new InvalidOperationException("nobody foresaw this") : false;
    }
}

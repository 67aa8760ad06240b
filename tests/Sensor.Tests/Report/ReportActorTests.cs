using PortSentry.Sensor.Report;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report;

public sealed class ReportActorTests
{
    private readonly CollectingLogger<ReportActor> _log = new();

    [Fact]
    public async Task Writer_that_fails_does_not_stop_the_others()
    {
        using var bad = new FakeWriter { IsFailing = true };
        using var good = new FakeWriter();
        await using var host = new ActorHost();
        var actor = host.Spawn<ReportEvent>(() => new ReportActor([bad, good], _log));

        actor.Tell(new AdminNotice("one"));
        actor.Tell(new AdminNotice("two"));
        await host.StopAsync();

        Assert.Equal([new AdminNotice("one"), new AdminNotice("two")], good.Written);
        Assert.Equal([6001], _log.Ids);
    }

    [Fact]
    public async Task Failure_is_told_at_once_then_once_a_minute_and_its_end_with_what_is_missing()
    {
        using var writer = new FakeWriter { IsFailing = true };
        // It comes behind the other: when it has written, the actor is done with the failure of the first.
        using var last = new FakeWriter();
        await using var host = new ActorHost();
        var actor = host.Spawn<ReportEvent>(() => new ReportActor([writer, last], _log));

        await last.WriteAsync(actor.Tell, times: 5);
        var atOnce = _log.Ids;
        host.Time.Advance(TimeSpan.FromSeconds(59));
        await last.WriteAsync(actor.Tell, times: 1);
        var within = _log.Ids;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await last.WriteAsync(actor.Tell, times: 1);
        var afterAMinute = _log.Ids;
        writer.IsFailing = false;
        await last.WriteAsync(actor.Tell, times: 2);
        await host.StopAsync();

        Assert.Equal([6001], atOnce);
        Assert.Equal([6001], within);
        Assert.Equal([6001, 6001], afterAMinute);
        Assert.Equal([6001, 6001, 6002], _log.Ids);
        Assert.Equal("fake is written again; 7 lines are missing from it", _log.Lines[^1].Text);
    }

    private sealed class FakeWriter : IEventWriter
    {
        private readonly SemaphoreSlim _called = new(0);

        public List<ReportEvent> Written { get; } = [];

        public bool IsFailing { get; set; }

        public string Name => "fake";

        public void Write(ReportEvent happening)
        {
            _called.Release();
            if (IsFailing)
                throw new IOException("no space");
            Written.Add(happening);
        }

        /// <summary>Tells so many events and waits until the actor is done with them.</summary>
        public async Task WriteAsync(Func<ReportEvent, bool> tell, int times)
        {
            for (var i = 0; i < times; i++)
            {
                tell(new AdminNotice("text"));
                Assert.True(await _called.WaitAsync(Deadline.Generous));
            }
        }

        public void Dispose() => _called.Dispose();
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Actors;

public sealed class SupervisorTests
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<string> _log = new();

    [Fact]
    public async Task Failed_actor_starts_again_empty_after_its_backoff_and_handles_what_waits()
    {
        await using var host = new ActorHost();
        List<Exception> seen = [];
        var made = 0;
        var actor = host.Spawn(
            () =>
            {
                made++;
                return new Recorder(_log, (message, _) => message == "fail" ? throw new InvalidOperationException("a bug") : ValueTask.CompletedTask);
            },
            whenFailed: seen.Add);
        actor.Tell("fail");
        actor.Tell("waits");
        await host.Time.TimerDueIn(FirstBackoff).Soon();
        var before = _log.ToList();
        host.Time.Advance(FirstBackoff);

        await host.StopAsync();

        Assert.Equal(["started", "fail"], before);
        Assert.Equal(["started", "waits", "stopped"], _log.Skip(2).Where(entry => entry != "drained"));
        Assert.Equal((2, "a bug"), (made, Assert.Single(seen).Message));
        Assert.Equal([100], host.Log.Ids);
    }

    [Fact]
    public async Task Backoff_doubles_up_to_half_a_minute_and_begins_anew_after_a_calm_minute_and_is_told_once_a_minute()
    {
        await using var host = new ActorHost();
        var handled = new TaskCompletionSource();
        var actor = host.Spawn(() => new Recorder(_log, (message, _) =>
        {
            if (message == "fail")
                throw new InvalidOperationException();
            handled.SetResult();
            return ValueTask.CompletedTask;
        }));
        foreach (var milliseconds in new[] { 100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 30000, 30000 })
        {
            actor.Tell("fail");
            await host.Time.TimerDueIn(TimeSpan.FromMilliseconds(milliseconds)).Soon();
            host.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        }

        actor.Tell("calm");
        await handled.Task.Soon();
        host.Time.Advance(TimeSpan.FromSeconds(61));
        actor.Tell("fail");

        await host.Time.TimerDueIn(FirstBackoff).Soon();
        // Of twelve failures those at 0, 81 and 172 s.
        Assert.Equal(3, host.Log.Lines.Count(line => line.Level == LogLevel.Error));
    }

    [Fact]
    public async Task Failure_of_one_actor_leaves_the_others_alone()
    {
        await using var host = new ActorHost();
        var bad = host.Spawn(() => new Recorder([], (_, _) => throw new InvalidOperationException()));
        var answered = new TaskCompletionSource();
        var good = host.Spawn(() => new Recorder([], (_, _) =>
        {
            answered.SetResult();
            return ValueTask.CompletedTask;
        }));
        bad.Tell("fail");
        await host.Time.TimerDueIn(FirstBackoff).Soon();

        good.Tell("ask");

        await answered.Task.Soon();
    }

    [Fact]
    public async Task Timers_of_a_failed_actor_are_gone()
    {
        await using var host = new ActorHost();
        var actor = host.Spawn(() => new Recorder(_log, (message, self) =>
        {
            if (message != "fail")
                return ValueTask.CompletedTask;

            self.Context.After("key", TimeSpan.FromMilliseconds(150), "of the failed one");
            throw new InvalidOperationException();
        }));
        actor.Tell("fail");
        await host.Time.TimerDueIn(FirstBackoff).Soon();
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await host.StopAsync();

        Assert.DoesNotContain("of the failed one", _log);
    }

    [Fact]
    public async Task Factory_that_throws_is_tried_again()
    {
        await using var host = new ActorHost();
        var made = 0;
        var actor = host.Spawn(() => made++ == 0 ? throw new InvalidOperationException() : new Recorder(_log));
        await host.Time.TimerDueIn(FirstBackoff).Soon();
        host.Time.Advance(FirstBackoff);
        actor.Tell("message");

        await host.StopAsync();

        Assert.Contains("message", _log);
    }

    [Fact]
    public async Task Stop_goes_in_the_reverse_order_of_the_start()
    {
        await using var host = new ActorHost();
        var first = host.Spawn(() => new Recorder(_log));
        host.Spawn(() => new Ender(() => first.Tell("of the second's end")));

        await host.StopAsync();

        Assert.Equal(["started", "of the second's end", "stopped"], _log.Where(entry => entry != "drained"));
    }

    [Fact]
    public async Task Stop_cuts_off_an_actor_that_does_not_end_in_time()
    {
        var time = new ManualTime();
        using var supervisor = new Supervisor(time, new CollectingLogger<Supervisor>());
        var entered = new TaskCompletionSource();
        var actor = supervisor.Spawn("stuck", new Mailbox<string>(8), () => new Recorder(_log, async (_, self) =>
        {
            entered.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(self.Context.Stopping);
        }));
        actor.Tell("hang");
        await entered.Task.Soon();

        var stopped = supervisor.StopAsync(TimeSpan.FromSeconds(5));
        var before = stopped.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(5));
        await stopped.Soon();

        Assert.False(before);
        Assert.DoesNotContain("stopped", _log);
    }

    private sealed class Ender : Actor<string>
    {
        private readonly Action _atEnd;

        public Ender(Action atEnd)
        {
            _atEnd = atEnd;
            Become(_ => { });
        }

        protected override ValueTask OnStopped()
        {
            _atEnd();
            return ValueTask.CompletedTask;
        }
    }
}

using System.Collections.Concurrent;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Actors;

public sealed class ActorTests
{
    private readonly ConcurrentQueue<string> _log = new();

    [Fact]
    public async Task Messages_are_handled_in_order_between_start_and_stop()
    {
        await using var host = new ActorHost();
        var actor = host.Spawn(() => new Recorder(_log));
        foreach (var message in new[] { "one", "two", "three" })
            actor.Tell(message);

        await host.StopAsync();

        Assert.Equal(["started", "one", "two", "three", "stopped"], _log.Where(entry => entry != "drained"));
    }

    [Fact]
    public async Task Messages_of_many_tellers_are_handled_one_at_a_time_and_none_is_lost()
    {
        await using var host = new ActorHost();
        var (inside, overlaps, handled) = (0, 0, 0);
        var actor = host.Spawn(() => new Recorder([], async (_, _) =>
        {
            overlaps += Interlocked.Increment(ref inside) > 1 ? 1 : 0;
            await Task.Yield();
            handled++;
            Interlocked.Decrement(ref inside);
        }), capacity: 4000);
        Parallel.For(0, 4000, number => actor.Tell($"{number}"));

        await host.StopAsync();

        Assert.Equal((4000, 0, 0L), (handled, overlaps, actor.Dropped));
    }

    [Fact]
    public async Task Become_changes_what_the_next_message_does()
    {
        await using var host = new ActorHost();
        var actor = host.Spawn(() => new Recorder(_log, (_, self) =>
        {
            self.Become(next => _log.Enqueue($"then {next}"));
            return ValueTask.CompletedTask;
        }));
        actor.Tell("one");
        actor.Tell("two");

        await host.StopAsync();

        Assert.Equal(["started", "one", "then two", "stopped"], _log.Where(entry => entry != "drained"));
    }

    [Fact]
    public async Task Drained_comes_once_after_all_that_waited()
    {
        await using var host = new ActorHost();
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var actor = host.Spawn(() => new Recorder(_log, async (message, _) =>
        {
            if (message == "first")
            {
                entered.SetResult();
                await go.Task;
            }
        }));
        actor.Tell("first");
        await entered.Task.Soon();
        actor.Tell("second");
        actor.Tell("third");
        go.SetResult();

        await host.StopAsync();

        Assert.Equal(["started", "first", "second", "third", "drained", "stopped"], _log);
    }

    [Fact]
    public async Task Context_before_the_start_is_refused()
    {
        var actor = new Recorder(_log);

        Assert.Throws<InvalidOperationException>(() => actor.Context);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Timer_of_the_same_key_replaces_the_first()
    {
        await using var host = new ActorHost();
        var set = new TaskCompletionSource();
        var actor = host.Spawn(() => new Recorder(_log, (message, self) =>
        {
            if (message == "set")
            {
                self.Context.After("key", TimeSpan.FromSeconds(1), "replaced");
                self.Context.After("key", TimeSpan.FromSeconds(2), "replacing");
                self.Context.After("other", TimeSpan.FromSeconds(2), "other");
                self.Context.After("cancelled", TimeSpan.FromSeconds(2), "cancelled");
                self.Context.Cancel("cancelled");
                self.Context.Cancel("never set");
                set.SetResult();
            }

            return ValueTask.CompletedTask;
        }));
        actor.Tell("set");
        await set.Task.Soon();
        host.Time.Advance(TimeSpan.FromSeconds(10));

        await host.StopAsync();

        Assert.Equal(["set", "replacing", "other"], _log.Except(["started", "drained", "stopped"]));
    }

    [Fact]
    public async Task Timer_that_is_due_in_years_comes_then_and_not_before()
    {
        await using var host = new ActorHost();
        var set = new TaskCompletionSource();
        var actor = host.Spawn(() => new Recorder(_log, (message, self) =>
        {
            if (message == "set")
            {
                self.Context.After("key", TimeSpan.FromDays(3650), "years later");
                set.SetResult();
            }

            return ValueTask.CompletedTask;
        }));
        actor.Tell("set");
        await set.Task.Soon();

        host.Time.Advance(TimeSpan.FromDays(3649));
        Assert.Equal(0, actor.Waiting);
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.StopAsync();

        Assert.Equal(["set", "years later"], _log.Except(["started", "drained", "stopped"]));
    }

    [Fact]
    public async Task Repeating_timer_comes_again_until_it_is_cancelled()
    {
        await using var host = new ActorHost();
        var (set, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var ticks = 0;
        var actor = host.Spawn(() => new Recorder(_log, (message, self) =>
        {
            switch (message)
            {
                case "set":
                    self.Context.Every("tick", TimeSpan.FromSeconds(2), "tick");
                    set.SetResult();
                    break;
                case "tick":
                    ticks++;
                    break;
                case "cancel":
                    self.Context.Cancel("tick");
                    cancelled.SetResult();
                    break;
            }

            return ValueTask.CompletedTask;
        }));
        actor.Tell("set");
        await set.Task.Soon();
        host.Time.Advance(TimeSpan.FromSeconds(7));
        actor.Tell("cancel");
        await cancelled.Task.Soon();
        host.Time.Advance(TimeSpan.FromSeconds(7));

        await host.StopAsync();

        Assert.Equal(3, ticks);
    }
}

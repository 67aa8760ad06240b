using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PortSentry.Shared.Clocks;

namespace PortSentry.Shared.Actors;

/// <summary>Starts actors, restarts those that fail alone and with backoff, told of once a minute each at the most, and stops all in the reverse order of their start.</summary>
public sealed partial class Supervisor(TimeProvider time, ILogger<Supervisor> logger) : IDisposable
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    // Actors are started from more than one place while others work.
    private readonly ConcurrentStack<(IWorker Worker, Action Close, Task Done)> _children = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The actors at work, the latest first.</summary>
    public IEnumerable<IWorker> Workers => _children.Select(child => child.Worker);

    /// <summary>How they do.</summary>
    public IReadOnlyList<ActorCounts> Actors => [.. Workers.Select(worker => worker.Counts)];

    /// <summary>Starts an actor made by the factory, which is called again for each restart: an actor begins with empty state. <paramref name="whenFailed"/> watches its failures.</summary>
    public ActorRef<T> Spawn<T>(string name, Mailbox<T> mailbox, Func<Actor<T>> factory, Action<Exception>? whenFailed = null)
    {
        var self = new ActorRef<T>(name, mailbox);
        _children.Push((self, self.Close, Live(self, factory, whenFailed)));
        return self;
    }

    /// <summary>Closes each mailbox, lets its actor finish what waits in it, and cuts off those that have not ended in time.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        using var patienceEnds = new CancellationTokenSource(patience, time);
        await using var cut = patienceEnds.Token.Register(_stopping.Cancel);
        while (_children.TryPop(out var child))
        {
            child.Close();
            await child.Done.ConfigureAwait(false);
        }
    }

    /// <summary>Cuts off what still runs.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task Live<T>(ActorRef<T> self, Func<Actor<T>> factory, Action<Exception>? whenFailed)
    {
        await Task.Yield();
        var (backoff, told) = (FirstBackoff, new Reminder());
        while (true)
        {
            var started = time.GetTimestamp();
            var failure = await LiveOnce(self, factory).ConfigureAwait(false);
            if (failure is null)
                return;

            backoff = time.GetElapsedTime(started) > Calm ? FirstBackoff : backoff;
            if (told.IsDue(time))
                LogFailed(self.Name, backoff, failure);
            else
                LogFailedAgain(self.Name, backoff, failure);
            self.CountRestart();
            whenFailed?.Invoke(failure);
            if (!await Pause(backoff).ConfigureAwait(false))
                return;
            backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, LongestBackoff.Ticks));
        }
    }

    private async Task<Exception?> LiveOnce<T>(ActorRef<T> self, Func<Actor<T>> factory)
    {
        var context = new ActorContext<T>(self, time, _stopping.Token);
        try
        {
            self.TurnTo(work: true);
            var actor = factory();
            await actor.Start(context).ConfigureAwait(false);
            self.TurnTo(work: false);
            await HandleAll(self, actor).ConfigureAwait(false);
            await actor.Stopped().ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
        finally
        {
            self.TurnTo(work: false);
            context.CancelAll();
        }
    }

    private async ValueTask HandleAll<T>(ActorRef<T> self, Actor<T> actor)
    {
        while (await self.Inbox.WaitToReadAsync(_stopping.Token).ConfigureAwait(false))
        {
            self.TurnTo(work: true);
            while (self.Inbox.TryRead(out var message))
            {
                await actor.Handle(message).ConfigureAwait(false);
                self.TurnTo(work: true);
            }

            await actor.Drained().ConfigureAwait(false);
            self.TurnTo(work: false);
        }
    }

    private async Task<bool> Pause(TimeSpan backoff)
    {
        var resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(_ => resumed.TrySetResult(), null, backoff, Timeout.InfiniteTimeSpan);
        await using var cut = _stopping.Token.Register(() => resumed.TrySetCanceled());
        return await resumed.Task.ContinueWith(task => task.IsCompletedSuccessfully, TaskScheduler.Default).ConfigureAwait(false);
    }

    [LoggerMessage(100, LogLevel.Error, "Actor {Name} failed and starts again, empty, in {Backoff}")]
    private partial void LogFailed(string name, TimeSpan backoff, Exception failure);

    [LoggerMessage(101, LogLevel.Debug, "Actor {Name} failed again and starts again, empty, in {Backoff}")]
    private partial void LogFailedAgain(string name, TimeSpan backoff, Exception failure);
}

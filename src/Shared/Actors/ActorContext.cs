namespace PortSentry.Shared.Actors;

/// <summary>What the kernel gives an actor: its own reference, time, keyed timers and the token of its stop.</summary>
public sealed class ActorContext<T>
{
    /// <summary>What is due later is waited for in steps: the system's timers wait 49 days at the most.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(24);

    private readonly Dictionary<string, ITimer> _timers = [];

    internal ActorContext(ActorRef<T> self, TimeProvider time, CancellationToken stopping)
    {
        (Self, Time, Stopping) = (self, time, stopping);
    }

    /// <summary>The actor's own reference.</summary>
    public ActorRef<T> Self { get; }

    /// <summary>The time the actor lives in.</summary>
    public TimeProvider Time { get; }

    /// <summary>Cancelled when the actor must end what it awaits.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Tells the actor the message once after a while; a timer of the same key is replaced.</summary>
    public void After(string key, TimeSpan due, T message) => Set(key, due, Timeout.InfiniteTimeSpan, message);

    /// <summary>Tells the actor the message again and again; a timer of the same key is replaced.</summary>
    public void Every(string key, TimeSpan period, T message) => Set(key, period, period, message);

    /// <summary>Ends the timer of this key, if there is one.</summary>
    public void Cancel(string key)
    {
        if (_timers.Remove(key, out var timer))
            timer.Dispose();
    }

    internal void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Dispose();
        _timers.Clear();
    }

    private void Set(string key, TimeSpan due, TimeSpan period, T message)
    {
        Cancel(key);
        _timers[key] = due > LongestStep ? InSteps(due, message) : Time.CreateTimer(_ => Self.Tell(message), null, due, period);
    }

    private ITimer InSteps(TimeSpan due, T message)
    {
        ITimer? timer = null;
        var left = due;
        timer = Time.CreateTimer(_ => Step(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(LongestStep, Timeout.InfiniteTimeSpan);
        return timer;

        void Step()
        {
            left -= LongestStep;
            if (left > TimeSpan.Zero)
                timer!.Change(left < LongestStep ? left : LongestStep, Timeout.InfiniteTimeSpan);
            else
                Self.Tell(message);
        }
    }
}

namespace PortSentry.Shared.Actors;

/// <summary>One owner of one piece of state: handles its messages one at a time, in order, and is alone in touching its fields.</summary>
public abstract class Actor<T>
{
    private Func<T, ValueTask>? _behaviour;
    private ActorContext<T>? _context;

    /// <summary>The actor's own reference, timers and stop token; there from <see cref="OnStarted"/> on.</summary>
    protected ActorContext<T> Context =>
        _context ?? throw new InvalidOperationException("An actor has no context before it is started.");

    /// <summary>Handles every message from now on with this method.</summary>
    protected void Become(Func<T, ValueTask> behaviour) => _behaviour = behaviour;

    /// <summary>Handles every message from now on with this method.</summary>
    protected void Become(Action<T> behaviour) => _behaviour = message =>
    {
        behaviour(message);
        return ValueTask.CompletedTask;
    };

    /// <summary>Runs before the first message; a failure here counts as a failure of the actor.</summary>
    protected virtual ValueTask OnStarted() => ValueTask.CompletedTask;

    /// <summary>Runs each time the mailbox has become empty: the place to do once what many messages asked for.</summary>
    protected virtual ValueTask OnDrained() => ValueTask.CompletedTask;

    /// <summary>Runs once after the last message when the actor is stopped in order; not after a failure.</summary>
    protected virtual ValueTask OnStopped() => ValueTask.CompletedTask;

    internal ValueTask Start(ActorContext<T> context)
    {
        _context = context;
        return OnStarted();
    }

    internal ValueTask Handle(T message) =>
        (_behaviour ?? throw new InvalidOperationException($"{GetType().Name} has no behaviour: its constructor ends in Become."))(message);

    internal ValueTask Drained() => OnDrained();

    internal ValueTask Stopped() => OnStopped();
}

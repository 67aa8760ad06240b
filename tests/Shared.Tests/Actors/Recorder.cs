using System.Collections.Concurrent;
using PortSentry.Shared.Actors;

namespace PortSentry.Shared.Tests.Actors;

/// <summary>An actor that writes down what happens to it and does what a message says.</summary>
internal sealed class Recorder : Actor<string>
{
    private readonly ConcurrentQueue<string> _log;
    private readonly Func<string, Recorder, ValueTask> _act;

    public Recorder(ConcurrentQueue<string> log, Func<string, Recorder, ValueTask>? act = null)
    {
        (_log, _act) = (log, act ?? ((_, _) => ValueTask.CompletedTask));
        Become(Ready);
    }

    public new ActorContext<string> Context => base.Context;

    public new void Become(Action<string> behaviour) => base.Become(behaviour);

    protected override ValueTask OnStarted()
    {
        _log.Enqueue("started");
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnDrained()
    {
        _log.Enqueue("drained");
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnStopped()
    {
        _log.Enqueue("stopped");
        return ValueTask.CompletedTask;
    }

    private ValueTask Ready(string message)
    {
        _log.Enqueue(message);
        return _act(message, this);
    }
}

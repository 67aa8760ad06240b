using PortSentry.Shared.Actors;

namespace PortSentry.TestKit;

/// <summary>A supervisor for the actors of one test, on a clock that the test moves.</summary>
public sealed class ActorHost : IAsyncDisposable
{
    private readonly Supervisor _supervisor;

    public ActorHost() => _supervisor = new Supervisor(Time, Log);

    /// <summary>The clock of the actors.</summary>
    public ManualTime Time { get; } = new();

    /// <summary>What the supervisor logged.</summary>
    public CollectingLogger<Supervisor> Log { get; } = new();

    public ActorRef<T> Spawn<T>(Func<Actor<T>> factory, int capacity = 1024, Action<T>? whenDropped = null, Action<Exception>? whenFailed = null) =>
        _supervisor.Spawn("actor", new Mailbox<T>(capacity, whenDropped), factory, whenFailed);

    /// <summary>Stops the actors in order: what was told them is done.</summary>
    public Task StopAsync() => _supervisor.StopAsync(TimeSpan.FromMinutes(1)).Soon();

    public ValueTask DisposeAsync()
    {
        _supervisor.Dispose();
        return ValueTask.CompletedTask;
    }
}

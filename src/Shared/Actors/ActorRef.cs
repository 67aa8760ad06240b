using System.Threading.Channels;

namespace PortSentry.Shared.Actors;

/// <summary>The address of an actor; telling never waits.</summary>
public sealed class ActorRef<T> : IWorker
{
    private readonly Channel<T> _mailbox;
    private readonly Action<T>? _whenDropped;
    private long _dropped;
    private long _turns;
    private long _restarts;

    internal ActorRef(string name, Mailbox<T> options)
    {
        Name = name;
        _whenDropped = options.WhenDropped;
        _mailbox = Channel.CreateBounded<T>(new BoundedChannelOptions(options.Capacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>The actor's name in logs and status.</summary>
    public string Name { get; }

    /// <summary>How many messages found the mailbox full, or the actor stopped, and were dropped.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many messages wait.</summary>
    public int Waiting => _mailbox.Reader.Count;

    /// <summary>Odd while it works; another number for every message.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>How it does.</summary>
    public ActorCounts Counts => new(Name, Waiting, Dropped, Interlocked.Read(ref _restarts));

    internal ChannelReader<T> Inbox => _mailbox.Reader;

    /// <summary>Puts a message into the mailbox; false when it was full or closed, and the message counted as dropped.</summary>
    public bool Tell(T message)
    {
        if (_mailbox.Writer.TryWrite(message))
            return true;

        Interlocked.Increment(ref _dropped);
        _whenDropped?.Invoke(message);
        return false;
    }

    /// <summary>The actor, and nobody else, says that it turns to work or to rest.</summary>
    internal void TurnTo(bool work)
    {
        var isWorking = (_turns & 1) == 1;
        if (work || isWorking)
            Volatile.Write(ref _turns, _turns + (work == isWorking ? 2 : 1));
    }

    internal void CountRestart() => Interlocked.Increment(ref _restarts);

    /// <summary>No message comes any more: the actor ends once it has handled those that wait.</summary>
    public void Close() => _mailbox.Writer.TryComplete();
}

using System.Threading.Channels;
using PortSentry.Shared.Actors;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests;

/// <summary>Stands where an actor would, and keeps what it is told.</summary>
internal sealed class Told<T>
    where T : class
{
    private readonly Channel<T> _messages = Channel.CreateUnbounded<T>();

    public Told(ActorHost host) => Ref = host.Spawn(() => new Keeper(_messages.Writer));

    public ActorRef<T> Ref { get; }

    /// <summary>The next message.</summary>
    public Task<T> NextAsync() => _messages.Reader.ReadAsync().AsTask().Soon();

    /// <summary>What it was told up to now and nobody has taken, in order; the mark is told last and left out.</summary>
    public async Task<IReadOnlyList<T>> AllAsync(T mark)
    {
        Ref.Tell(mark);
        List<T> all = [];
        while (await NextAsync() is var message && !ReferenceEquals(message, mark))
            all.Add(message);
        return all;
    }

    private sealed class Keeper : Actor<T>
    {
        private readonly ChannelWriter<T> _kept;

        public Keeper(ChannelWriter<T> kept)
        {
            _kept = kept;
            Become(Keep);
        }

        private void Keep(T message) => _kept.TryWrite(message);
    }
}

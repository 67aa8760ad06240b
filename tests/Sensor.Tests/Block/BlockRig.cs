using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block;

/// <summary>A block actor with a firewall and a journal in memory.</summary>
internal sealed class BlockRig : IAsyncDisposable
{
    public BlockRig(BlockPolicy? policy = null, params BlockEntry[] restored)
    {
        Book = new BlockBook(policy ?? Blocks.Policy, Blocks.Protecting());
        foreach (var block in restored)
            Book.Restore(block, Blocks.Now);
        var journal = Host.Spawn<JournalCommand>(() => new JournalRecorder(Journal));
        Actor = Host.Spawn<BlockCommand>(() => new BlockActor(Book, Blocker, journal, () => Peers, Tell, Log));
    }

    public ActorHost Host { get; } = new();

    public RecordingBlocker Blocker { get; } = new();

    public BlockBook Book { get; }

    public List<JournalCommand> Journal { get; } = [];

    public HashSet<Address> Peers { get; } = [];

    public List<BlockEvent> Events { get; } = [];

    public CollectingLogger<BlockActor> Log { get; } = new();

    public ActorRef<BlockCommand> Actor { get; }

    /// <summary>What happens to the host when a block is refused.</summary>
    public Action WhenRefused { get; set; } = () => { };

    /// <summary>Tells all of these so that they wait in the mailbox together.</summary>
    public void TellTogether(params BlockCommand[] commands)
    {
        var told = new ManualResetEventSlim();
        Actor.Tell(new TellBlocked(_ => told.Wait(Deadline.Generous)));
        foreach (var command in commands)
            Actor.Tell(command);
        told.Set();
    }

    /// <summary>What is blocked once all that was told before is done.</summary>
    public async Task<IReadOnlyList<BlockEntry>> ListAsync()
    {
        var answer = new TaskCompletionSource<IReadOnlyList<BlockEntry>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Actor.Tell(new ListBlocks(answer));
        return await answer.Task.Soon();
    }

    public async Task<BlockDecision> BlockAsync(BlockRequest request)
    {
        var answer = new TaskCompletionSource<BlockDecision>(TaskCreationOptions.RunContinuationsAsynchronously);
        Actor.Tell(new BlockSource(request, answer));
        return await answer.Task.Soon();
    }

    public async Task<IReadOnlyList<Cidr>> UnblockAsync(string target)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<Cidr>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Actor.Tell(new UnblockSource(Cidr.Parse(target), answer));
        return await answer.Task.Soon();
    }

    public Task StopAsync() => Host.StopAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private void Tell(IReadOnlyList<BlockEvent> happenings)
    {
        Events.AddRange(happenings);
        if (happenings.OfType<BlockRefused>().Any())
            WhenRefused();
    }

    private sealed class JournalRecorder : Actor<JournalCommand>
    {
        public JournalRecorder(List<JournalCommand> journal) => Become(journal.Add);
    }
}

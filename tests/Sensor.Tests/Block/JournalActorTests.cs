using PortSentry.Sensor.Block;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Block;

public sealed class JournalActorTests : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();
    private readonly CollectingLogger<JournalActor> _log = new();
    private readonly SemaphoreSlim _asked = new(0);

    public void Dispose()
    {
        _folder.Dispose();
        _asked.Dispose();
    }

    [Fact]
    public async Task What_was_told_is_on_disk_when_the_actor_has_stopped()
    {
        await using var host = new ActorHost();
        var path = _folder["blocks.log"];
        var actor = host.Spawn<JournalCommand>(() => new JournalActor(path, () => _asked.Release(), _log));
        actor.Tell(Append("192.0.2.7"));
        actor.Tell(Append("192.0.2.8"));

        await host.StopAsync();

        Assert.Equal([Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8")], BlockJournal.Load(path).Blocks);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Rewriting_replaces_what_was_about_to_be_appended()
    {
        await using var host = new ActorHost();
        var path = _folder["blocks.log"];
        var actor = host.Spawn<JournalCommand>(() => new JournalActor(path, () => _asked.Release(), _log));
        actor.Tell(Append("192.0.2.7"));
        actor.Tell(new WriteJournalAnew([Blocks.Of("192.0.2.9")]));

        await host.StopAsync();

        Assert.Equal([Blocks.Of("192.0.2.9")], BlockJournal.Load(path).Blocks);
    }

    [Fact]
    public async Task Failing_disk_is_told_once_and_the_list_asked_for_until_it_can_be_written()
    {
        await using var host = new ActorHost();
        var path = _folder["not yet/blocks.log"];
        var actor = host.Spawn<JournalCommand>(() => new JournalActor(path, () => _asked.Release(), _log));
        actor.Tell(Append("192.0.2.7"));
        await host.Time.TimerDueIn(Retry).Soon();
        host.Time.Advance(Retry);
        Assert.True(await _asked.WaitAsync(Deadline.Generous));
        actor.Tell(new WriteJournalAnew([Blocks.Of("192.0.2.7")]));
        await host.Time.TimerDueIn(Retry).Soon();
        var whileBroken = _log.Ids;

        Directory.CreateDirectory(_folder["not yet"]);
        host.Time.Advance(Retry);
        Assert.True(await _asked.WaitAsync(Deadline.Generous));
        actor.Tell(new WriteJournalAnew([Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8")]));
        actor.Tell(Append("192.0.2.9"));
        await host.StopAsync();

        Assert.Equal([5101], whileBroken);
        Assert.Equal([5101, 5102], _log.Ids);
        Assert.Equal(3, BlockJournal.Load(path).Blocks.Count);
    }

    [Fact]
    public async Task Full_disk_is_healed_by_the_first_rewrite_that_succeeds()
    {
        await using var host = new ActorHost();
        var path = _folder["blocks.log"];
        File.CreateSymbolicLink(path, "/dev/full");
        var actor = host.Spawn<JournalCommand>(() => new JournalActor(path, () => _asked.Release(), _log));
        actor.Tell(Append("192.0.2.7"));
        await host.Time.TimerDueIn(Retry).Soon();

        actor.Tell(new WriteJournalAnew([Blocks.Of("192.0.2.7")]));
        await host.StopAsync();

        Assert.Equal([5101, 5102], _log.Ids);
        Assert.Equal([Blocks.Of("192.0.2.7")], BlockJournal.Load(path).Blocks);
    }

    [Fact]
    public async Task Whole_list_is_asked_for_when_the_file_is_mostly_history()
    {
        await using var host = new ActorHost();
        var actor = host.Spawn<JournalCommand>(() => new JournalActor(_folder["blocks.log"], () => _asked.Release(), _log));
        actor.Tell(new WriteJournalAnew([.. Enumerable.Repeat(Blocks.Of("192.0.2.7"), 5000)]));
        actor.Tell(new AppendToJournal([], Blocks: 4000));
        actor.Tell(new AppendToJournal([], Blocks: 1));

        await host.StopAsync();

        Assert.Equal(1, _asked.CurrentCount);
    }

    private static AppendToJournal Append(string target) => new([JournalEntry.Of(Blocks.Of(target))], Blocks: 1);
}

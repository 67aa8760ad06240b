using PortSentry.Sensor.Block;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Tests.Block;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Cli;

public sealed class OfflineUnblockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_keeps_the_other_blocks_and_how_often_what_has_ended_was_blocked()
    {
        UsedBlockers.Write(_folder.Name, [CommandBlocker.BlockerName]);
        using (var journal = new BlockJournal(_folder[BlockJournal.FileName]))
            journal.Append([.. new[] { Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8"), Blocks.Of("192.0.2.9", hours: -1) with { Times = 3 } }.Select(JournalEntry.Of)]);
        var options = new SensorOptions { StateDir = _folder.Name, Blockers = [CommandBlocker.BlockerName], OrderBlockers = [CommandBlocker.BlockerName] };

        var reply = await OfflineUnblock.RunAsync(options, "192.0.2.7", Blocks.Now, CancellationToken.None);

        Assert.Equal(["192.0.2.7"], reply.Freed);
        Assert.Equal(
            [("192.0.2.7", true, 1), ("192.0.2.8", false, 1), ("192.0.2.9", true, 3)],
            BlockJournal.Load(_folder[BlockJournal.FileName]).Blocks.Select(block => (block.Target.ToString(), block.HasEnded(Blocks.Now), block.Times)).Order());
    }
}

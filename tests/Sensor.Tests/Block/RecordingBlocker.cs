using PortSentry.Sensor.Block;
using PortSentry.Shared.Net;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block;

/// <summary>A firewall in memory: what is in force, and every call; fails while it is told to.</summary>
internal sealed class RecordingBlocker : IBlocker
{
    public Dictionary<Cidr, DateTimeOffset?> InForce { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>How many of the next calls fail.</summary>
    public int Failures { get; set; }

    public string Name => "recording";

    public ValueTask BlockAsync(IReadOnlyList<BlockEntry> blocks, DateTimeOffset now, CancellationToken cancel) =>
        Do($"block {string.Join(' ', blocks.Select(block => block.Target))}", () =>
        {
            foreach (var block in blocks)
                InForce[block.Target] = block.Until;
        });

    public ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel) =>
        Do($"unblock {string.Join(' ', targets)}", () =>
        {
            foreach (var target in targets)
                InForce.Remove(target);
        });

    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<BlockEntry> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var strangers = InForce.Keys.Except(blocks.Select(block => block.Target)).Select(target => target.ToString()).ToList();
        await Do($"replace {string.Join(' ', blocks.Select(block => block.Target))}", () =>
        {
            InForce.Clear();
            foreach (var block in blocks)
                InForce[block.Target] = block.Until;
        });
        return strangers;
    }

    public ValueTask<bool> HoldsAsync(IReadOnlyCollection<BlockEntry> blocks, DateTimeOffset now, CancellationToken cancel) =>
        new(InForce.Keys.ToHashSet().SetEquals(blocks.Select(block => block.Target)));

    public string Describe(BlockEntry block) => $"block {block.Target}";

    public void Dispose()
    {
    }

    private ValueTask Do(string call, Action change)
    {
        Calls.Add(call);
        if (Failures-- > 0)
            return ValueTask.FromException(new BlockerException("the firewall is away", new IOException()));
        change();
        return ValueTask.CompletedTask;
    }
}

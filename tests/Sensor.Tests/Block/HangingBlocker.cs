using PortSentry.Sensor.Block;
using PortSentry.Shared.Net;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block;

/// <summary>A blocker that hangs until it is released.</summary>
internal sealed class HangingBlocker : IBlocker
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when it hangs.</summary>
    public Task Entered => _entered.Task;

    public string Name => "hanging";

    public void Release() => _released.TrySetResult();

    public ValueTask BlockAsync(IReadOnlyList<BlockEntry> blocks, DateTimeOffset now, CancellationToken cancel) => HangAsync(cancel);

    public ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel) => HangAsync(cancel);

    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<BlockEntry> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        await HangAsync(cancel);
        return [];
    }

    public string Describe(BlockEntry block) => $"hang {block.Target}";

    public void Dispose()
    {
    }

    private async ValueTask HangAsync(CancellationToken cancel)
    {
        _entered.TrySetResult();
        await _released.Task.WaitAsync(cancel);
    }
}

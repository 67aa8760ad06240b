using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Changes the firewall for the block actor: a change that fails is made good by restoring the whole list, tried again with growing pauses and told of at most once a minute.</summary>
internal sealed partial class Enforcement(IBlocker blocker, ActorContext<BlockCommand> context, ILogger logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Reminder _failed = new();
    private readonly Reminder _restored = new();
    private TimeSpan _pause = ShortestPause;

    private DateTimeOffset Now => context.Time.GetUtcNow();

    /// <summary>Puts these into force; false when they are not, yet.</summary>
    public ValueTask<bool> BlockAsync(IReadOnlyList<Decide.Block> blocks) =>
        TryAsync(() => blocker.BlockAsync(blocks, Now, context.Stopping));

    /// <summary>Lifts these; false when they are still in force.</summary>
    public ValueTask<bool> UnblockAsync(IReadOnlyList<Cidr> targets) =>
        TryAsync(() => blocker.UnblockAsync(targets, Now, context.Stopping));

    /// <summary>Makes the firewall equal to the list; what others did to it is told, where it is certain.</summary>
    public ValueTask<bool> RestoreAsync(IReadOnlyCollection<Decide.Block> blocks, RestoreCause cause) => TryAsync(async () =>
    {
        var strangers = await blocker.ReplaceAsync(blocks, Now, context.Stopping).ConfigureAwait(false);
        var isByOthers = cause == RestoreCause.Others || (cause == RestoreCause.Doubt && strangers.Count > 0);
        if (isByOthers && _restored.IsDue(context.Time))
            LogRestored(blocks.Count, string.Join(", ", strangers));
    });

    /// <summary>A block as a command that a person could type.</summary>
    public string Describe(Decide.Block block) => blocker.Describe(block);

    private async ValueTask<bool> TryAsync(Func<ValueTask> change)
    {
        try
        {
            await change().ConfigureAwait(false);
            _pause = ShortestPause;
            return true;
        }
        catch (BlockerException failure)
        {
            if (_failed.IsDue(context.Time))
                LogFailed(failure.Message);
            context.After("restore", _pause, new RestoreFirewall(RestoreCause.Ours));
            _pause = _pause < LongestPause ? _pause * 2 : LongestPause;
            return false;
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "A change of the firewall failed: {Problem}; it is tried again until it succeeds")]
    private partial void LogFailed(string problem);

    [LoggerMessage(5002, LogLevel.Warning, "Another program changed our firewall table; all {Blocks} blocks are in force again. Removed: {Strangers}")]
    private partial void LogRestored(int blocks, string strangers);
}

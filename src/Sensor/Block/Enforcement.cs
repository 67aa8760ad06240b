using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Changes the firewall for the block actor: a change that fails is made good by restoring the whole list, tried again with growing pauses and told of at most once a minute.</summary>
internal sealed partial class Enforcement(IBlocker blocker, ActorContext<BlockCommand> context, ILogger logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromMinutes(1);

    private TimeSpan _pause = ShortestPause;
    private DateTimeOffset? _failureTold;
    private DateTimeOffset? _restoreTold;

    private DateTimeOffset Now => context.Time.GetUtcNow();

    /// <summary>Puts these into force; false when they are not, yet.</summary>
    public ValueTask<bool> BlockAsync(IReadOnlyList<Decide.Block> blocks) =>
        TryAsync(() => blocker.BlockAsync(blocks, Now, context.Stopping));

    /// <summary>Lifts these; false when they are still in force.</summary>
    public ValueTask<bool> UnblockAsync(IReadOnlyList<Cidr> targets) =>
        TryAsync(() => blocker.UnblockAsync(targets, Now, context.Stopping));

    /// <summary>Makes the firewall equal to the list; what others did to it is told.</summary>
    public ValueTask<bool> RestoreAsync(IReadOnlyCollection<Decide.Block> blocks, bool byOthers) => TryAsync(async () =>
    {
        var strangers = await blocker.ReplaceAsync(blocks, Now, context.Stopping).ConfigureAwait(false);
        if (byOthers && IsToBeTold(ref _restoreTold))
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
            if (IsToBeTold(ref _failureTold))
                LogFailed(failure.Message);
            context.After("restore", _pause, new RestoreFirewall(ByOthers: false));
            _pause = _pause < LongestPause ? _pause * 2 : LongestPause;
            return false;
        }
    }

    private bool IsToBeTold(ref DateTimeOffset? told)
    {
        if (told is { } last && (Now - last).Duration() < TellAgainAfter)
            return false;

        told = Now;
        return true;
    }

    [LoggerMessage(5001, LogLevel.Error, "A change of the firewall failed: {Problem}; it is tried again until it succeeds")]
    private partial void LogFailed(string problem);

    [LoggerMessage(5002, LogLevel.Warning, "Another program changed our firewall table; all {Blocks} blocks are in force again. Removed: {Strangers}")]
    private partial void LogRestored(int blocks, string strangers);
}

using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Clocks;

namespace PortSentry.Sensor.Block;

/// <summary>Counts blocks for which there was no room; the operator is told at once, and then once a minute.</summary>
internal sealed partial class RefusedBlocks(ILogger logger)
{
    private readonly Reminder _told = new();
    private long _count;

    /// <summary>One more is refused.</summary>
    public void Count(Refusal why, TimeProvider time)
    {
        if (why is not (Refusal.Full or Refusal.TooFast))
            return;

        _count++;
        if (_told.IsDue(time))
            LogRefused(why == Refusal.Full ? "MAX_BLOCKS" : "MAX_BLOCKS_PER_MINUTE", _count);
    }

    [LoggerMessage(5004, LogLevel.Warning, "A block is refused by {Key}, {Count} were since the start; detection and logging go on")]
    private partial void LogRefused(string key, long count);
}

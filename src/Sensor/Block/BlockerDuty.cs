using PortSentry.Sensor.Decide;

namespace PortSentry.Sensor.Block;

/// <summary>Whose blocks a blocker carries out.</summary>
/// <param name="Local">Those of this host: its verdicts and its operators' (BLOCKER).</param>
/// <param name="Orders">Those of the coordinator (ORDER_BLOCKER).</param>
public readonly record struct BlockerDuty(bool Local, bool Orders)
{
    /// <summary>All blocks.</summary>
    public static BlockerDuty All { get; } = new(true, true);

    /// <summary>The blocks of both.</summary>
    public BlockerDuty And(BlockerDuty other) => new(Local || other.Local, Orders || other.Orders);

    /// <summary>True when this block is one of them.</summary>
    public bool Takes(Decide.Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return (Local && block.Origin != BlockOrigin.Coordinator) || (Orders && (block.Origin == BlockOrigin.Coordinator || block.IsOrdered));
    }
}

namespace PortSentry.Sensor.Block;

/// <summary>The blockers of this host: one that works within this process and is asked at once, and those in actors of their own.</summary>
/// <param name="Prompt">The one in this process; null where the configuration leaves it out.</param>
/// <param name="Lanes">The others, in the order in which they are asked.</param>
internal sealed record BlockerTeam(IBlocker? Prompt, IReadOnlyList<BlockerLane> Lanes)
{
    /// <summary>Whose blocks the one in this process carries out.</summary>
    public BlockerDuty PromptDuty { get; init; } = BlockerDuty.All;
}

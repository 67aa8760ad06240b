namespace PortSentry.Sensor.Block;

/// <summary>STATE_DIR/blockers: which blockers a sensor has used, so that one that the configuration no longer names leaves nothing behind.</summary>
internal static class UsedBlockers
{
    public const string FileName = "blockers";

    /// <summary>Those of the last start; nftables where nothing says so: the only one of the first versions.</summary>
    public static IReadOnlyList<string> Read(string stateDir)
    {
        var path = Path.Combine(stateDir, FileName);
        return File.Exists(path) ? [.. File.ReadAllLines(path).Where(BlockerNames.All.Contains)] : [NftablesBlocker.BlockerName];
    }

    /// <summary>Writes down those of this start.</summary>
    public static void Write(string stateDir, IEnumerable<string> names) => File.WriteAllLines(Path.Combine(stateDir, FileName), names);
}

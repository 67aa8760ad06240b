using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Import;

/// <summary>Says what this version does otherwise than the one that a configuration was written for, and why. Pure.</summary>
internal static class Differences
{
    /// <summary>The sentences that concern this installation.</summary>
    public static IEnumerable<string> Of(OldInstallation old)
    {
        var (options, dialect) = (old.Configuration.Options, old.Configuration.Dialect);
        if (options.Tcp.Block || options.Udp.Block)
            yield return "blocks end: after an hour where the address may be forged, else after 24 h, doubled when the source comes again; BLOCK_DURATION and BLOCK_DURATION_UNPROVEN say otherwise, \"0\" is for ever";
        yield return "a port that is served is no tripwire, nor one that was within 24 h (SERVICE_GRACE): a service that restarts gets nobody blocked";
        yield return "own addresses, gateways, name servers and logged-in sessions are never blocked (PROTECT); both old versions knew the ignore file alone";
        if (options.ScanTrigger > 1)
            yield return $"SCAN_TRIGGER=\"{options.ScanTrigger}\" counts the probes of a source within 24 h (SCAN_WINDOW), retransmissions once; {TriggerOfOld(dialect)}";
        foreach (var difference in dialect == ConfigDialect.V2 ? OfV2(options) : OfClassic())
            yield return difference;
    }

    private static string TriggerOfOld(ConfigDialect dialect) => dialect == ConfigDialect.V2
        ? "2.x counted for ever"
        : "1.2 forgot what was 50 probes ago, and fired at once above 50";

    private static IEnumerable<string> OfClassic()
    {
        yield return "IPv6 is watched as well";
        yield return "blocks outlive a restart; 1.2 forgot them and left its rules behind";
        yield return "the ignore file may hold IPv6 and names, and portsentry.ignore.static is read beside it: nothing has to build it";
    }

    private static IEnumerable<string> OfV2(SensorOptions options)
    {
        yield return "blocks are put back after a restart or when the firewall was flushed; 2.x took its file for the truth and never blocked such a source again";
        yield return "an ignored network with host bits, such as 192.168.2.1/24, is the network it lies in; 2.x never matched it";
        if (options.HistoryFile is not null)
            yield return "HISTORY_FILE is appended to; 2.x emptied it at each start";
        if (options.BlockedFile is not null)
            yield return "BLOCKED_FILE is left as it is: blocks are kept in STATE_DIR, and a text file a mode, BLOCKED_FILE.MODE, tells of this run's";
    }
}

using System.Globalization;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>One line an event for a person at a terminal. Pure.</summary>
public static class ReadableText
{
    /// <summary>The line of an event, or null when it has none; times are local.</summary>
    public static string? LineOf(ReportEvent happening, TimeZoneInfo zone) => happening switch
    {
        ProbeJudged judged => Line(judged.Probe.At, zone, "probe", $"{judged.Probe.Source} touched {judged.Probe.Transport.Name()}/{judged.Probe.Port} ({judged.Probe.Kind.Name()}): {Words(judged)}"),
        ProbesOmitted omitted => $"             probe    {omitted.Source}: {omitted.Count} more within a minute",
        BlockListChanged { Change: SourceBlocked blocked } => Line(blocked.At, zone, "blocked", $"{blocked.Block.Target} {Until(blocked.Block, zone)}{Because(blocked.Block)}"),
        BlockListChanged { Change: SourceFreed freed } => Line(freed.At, zone, "freed", $"{freed.Block.Target}: {Words(freed.Why)}"),
        BlockListChanged { Change: BlockRefused refused } => Line(refused.At, zone, "refused", $"{refused.Request.Target} is not blocked: {Words(refused.Decision)}"),
        _ => null,
    };

    /// <summary>Why a request was refused, in words.</summary>
    public static string Words(BlockDecision.Refused refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return refused.Why switch
        {
            Refusal.Protected => Words(refused.ProtectedAs ?? ProtectionReason.Ignored),
            Refusal.Full => "MAX_BLOCKS is reached",
            Refusal.NotTaken => "the firewall did not take it, which is tried again until it does",
            _ => "MAX_BLOCKS_PER_MINUTE is reached",
        };
    }

    /// <summary>Why an address is protected, in words.</summary>
    public static string Words(ProtectionReason reason) => reason switch
    {
        ProtectionReason.Own => "it is, or holds, an address of this host",
        ProtectionReason.Loopback => "it is, or holds, the loopback",
        ProtectionReason.LinkLocal => "it is, or holds, a link-local address",
        ProtectionReason.Gateways => "it is, or holds, a gateway of this host",
        ProtectionReason.Resolvers => "it is, or holds, a name server of this host",
        ProtectionReason.Coordinators => "it is, or holds, a coordinator or the proxy before one",
        ProtectionReason.Sensors => "it is, or holds, a sensor",
        ProtectionReason.Sessions => "a logged-in session comes from there",
        ProtectionReason.NoHost => "it is, or holds, a broadcast, multicast or unspecified address",
        _ => "it is, or holds, an address of the ignore file",
    };

    private static string Line(DateTimeOffset at, TimeZoneInfo zone, string what, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):HH:mm:ss.fff} {what,-8} {text}");

    private static string Words(ProbeJudged judged) => judged.Verdict switch
    {
        Verdict.Spared => "protected or ignored, not counted",
        Verdict.NotTriggered => string.Create(CultureInfo.InvariantCulture, $"probe {judged.Sighting.Probes}, below the trigger"),
        Verdict.Simulated => "alarm; would be blocked (SIMULATE is on)",
        Verdict.LogOnly => "alarm; logged only",
        Verdict.CommandOnly => "alarm; KILL_RUN_CMD only",
        Verdict.AlreadyBlocked => "is blocked already",
        _ => "alarm; blocking",
    };

    private static string Words(FreedReason why) => why switch
    {
        FreedReason.Ended => "its block is over",
        FreedReason.Lifted => "its block was lifted",
        FreedReason.Protected => "its block was lifted, it is protected or ignored now",
        FreedReason.Retracted => "its block was lifted, the port it touched is served after all",
        _ => "its block gave way to a more certain one",
    };

    private static string Until(Decide.Block block, TimeZoneInfo zone) => block.Until is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"until {TimeZoneInfo.ConvertTime(until, zone):yyyy-MM-dd HH:mm:ss}")
        : "for ever";

    private static string Because(Decide.Block block)
    {
        var proof = block.Origin == BlockOrigin.Local ? block.Proven ? ", address proven" : ", address not proven" : "";
        return block.Reason.Length == 0 ? proof : $"{proof}, {block.Reason}";
    }
}

using System.Globalization;
using System.Text.Json;

namespace PortSentry.Lab;

/// <summary>The steps of a timeline, from what the sensors say and the attacker hears. All clocks are this machine's. Pure.</summary>
internal static class Timeline
{
    /// <summary>The first probe and the alarm, by the block of the host that was scanned.</summary>
    public static IEnumerable<LabStep> OfAlarm(LabHost host, JsonElement block) =>
    [
        new("first probe", host.Name, 0, $"{block.GetProperty("target")} touches tcp/{block.GetProperty("port")} of {host.Net.IPv4}, where nothing listens ({block.GetProperty("kind")})"),
        new("alarm", host.Name, Between(Time(block, "firstProbe"), Time(block, "alarmAt")), "SCAN_TRIGGER is 0: the first probe raises it"),
    ];

    /// <summary>A host's block is in force.</summary>
    public static LabStep OfBlock(LabHost host, JsonElement block, bool isScanned, DateTimeOffset first)
    {
        var lasts = Time(block, "until") - Time(block, "since");
        var words = isScanned
            ? string.Create(CultureInfo.InvariantCulture, $"by its own verdict: all packets of {block.GetProperty("target")} are dropped, for {Math.Round(lasts.TotalHours, 1)} h: the address may be forged")
            : "by order of the coordinator: dropped here as well, though nobody scanned this host";
        return new("block", host.Name, Between(first, Time(block, "inForceAt")), words);
    }

    /// <summary>The attacker hears nothing from a host.</summary>
    public static LabStep OfSilence(LabHost host, DateTimeOffset since, bool isReached, DateTimeOffset first) =>
        new("no answer", host.Name, Between(first, since), $"the attacker asks and, for the first time, hears nothing; tcp/{LabHost.OpenPort} {(isReached ? "STILL ANSWERS" : "is silent, too")}");

    /// <summary>The leader was killed.</summary>
    public static LabStep OfDeath(KilledLeader leader, DateTimeOffset first) =>
        new("leader killed", leader.Name, Between(first, leader.At), "kill -9, as a power cut would");

    /// <summary>The source was freed at a coordinator.</summary>
    public static LabStep OfUnblock(string coordinator, string source) =>
        new("unblock", coordinator, 0, $"the coordinator lifts the block of {source}, and tells every sensor");

    /// <summary>A host answers again.</summary>
    public static LabStep OfAnswer(LabHost host, DateTimeOffset at, bool isReached, DateTimeOffset unblocked) =>
        new("answers", host.Name, Between(unblocked, at), $"the attacker asks and hears from it again; tcp/{LabHost.OpenPort} {(isReached ? "answers, too" : "is STILL SILENT")}");

    private static DateTimeOffset Time(JsonElement block, string name) => block.GetProperty(name).GetDateTimeOffset();

    private static double Between(DateTimeOffset from, DateTimeOffset to) => Math.Round((to - from).TotalMilliseconds, 2);
}

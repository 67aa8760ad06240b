using System.Globalization;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Watch;

/// <summary>What a person should look at, the gravest first. Pure.</summary>
internal static class NeedRules
{
    private const int MostOfAKind = 5;
    private const long ManyWaiting = 1000;
    private const string RefusedKind = "refused", DroppedKind = "dropped", MoreKind = "more";
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstWordPatience = TimeSpan.FromMinutes(5);

    // To roll over takes 65 days, and somebody has to come to it.
    private static readonly TimeSpan BeforeEnd = TimeSpan.FromDays(100);

    /// <summary>The needs; of a kind at most so many, and how many more there are.</summary>
    public static IReadOnlyList<Need> Of(NeedFacts facts, int mostOfAKind = MostOfAKind) =>
    [
        .. new[] { Store(facts), Leader(facts), Simulates(facts) }.Concat(Silent(facts, mostOfAKind)).Concat(Refused(facts, mostOfAKind)).Concat(Dropped(facts, mostOfAKind))
            .Concat([Waiting(facts), SetAside(facts), Versions(facts)]).Concat(facts.Lists.Select(list => ListNeeds.Of(list, facts.Now))).Concat(TargetNeeds.Of(facts.Targets, facts.Now)).Concat(Certificates(facts))
            .OfType<Need>().OrderBy(need => need.Severity),
    ];

    /// <summary>True for the key of what happened once and is shown for a while, or of how many more of that there are: that it is shown no longer settles nothing.</summary>
    public static bool IsPast(string key) => key.Split(':') is [RefusedKind or DroppedKind, ..] or [MoreKind, RefusedKind or DroppedKind];

    /// <summary>A length of time as people say it: 40 s, 4 min, 3 h, 9 days.</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (long)span.TotalSeconds)} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMinutes} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalDays} days"),
    };

    private static Need? Store(NeedFacts facts) => facts.IsStoreAway
        ? new Need(NeedSeverity.Failed, Need.NoStore, "The database is away: nothing new is decided, and these figures are old", ConsoleLinks.Overview)
        : null;

    private static Need? Leader(NeedFacts facts) => facts.HasLeader || facts.IsStoreAway
        ? null
        : new Need(NeedSeverity.Failed, Need.NoLeader, "No coordinator leads: nothing is decided for the fleet", ConsoleLinks.Overview);

    private static Need? Simulates(NeedFacts facts) => facts.Simulating switch
    {
        null => null,
        { Until: { } until } => new Need(NeedSeverity.Failed, "simulating", $"The fleet simulates for {Length(until - facts.Now)} more: nothing is blocked by order", ConsoleLinks.Policy),
        _ => new Need(NeedSeverity.Failed, "simulating", "The fleet simulates until somebody ends it: nothing is blocked by order", ConsoleLinks.Policy),
    };

    private static List<Need> Silent(NeedFacts facts, int most)
    {
        var silent = facts.Sensors
            .Where(sensor => !SensorViews.IsConnected(sensor, facts.Now) && (sensor.State is not null || facts.Now - sensor.EnrolledAt > FirstWordPatience))
            .OrderByDescending(sensor => sensor.State?.SeenAt ?? sensor.EnrolledAt).ToList();
        return Shortened(
            silent,
            most,
            sensor => new Need(
                NeedSeverity.Failed,
                $"silent:{sensor.Name}",
                sensor.State is { } state ? $"{sensor.Name} silent for {Length(facts.Now - state.SeenAt)}" : $"{sensor.Name} has not been heard of since it was enrolled {Length(facts.Now - sensor.EnrolledAt)} ago",
                ConsoleLinks.Sensor(sensor.Name)),
            more => $"{more} more sensors are silent");
    }

    private static List<Need> Refused(NeedFacts facts, int most)
    {
        var refusals = facts.Refusals.Where(refusal => facts.Now - refusal.At <= Recent).DistinctBy(refusal => (refusal.Sensor, refusal.Refused.Target)).ToList();
        return Shortened(
            refusals,
            most,
            refusal => new Need(NeedSeverity.Failed, $"{RefusedKind}:{refusal.Sensor}:{refusal.Refused.Target}", $"{refusal.Sensor} refused to block {refusal.Refused.Target}: {refusal.Refused.Reason}", ConsoleLinks.Source(refusal.Refused.Target)),
            more => $"{more} more blocks were refused within the last hour");
    }

    private static List<Need> Dropped(NeedFacts facts, int most) => Shortened(
        facts.Dropped,
        most,
        dropped => new Need(NeedSeverity.Attention, $"{DroppedKind}:{dropped.Sensor}", string.Create(CultureInfo.InvariantCulture, $"The outbox of {dropped.Sensor} overflowed: {dropped.Reports} reports were dropped"), ConsoleLinks.Sensor(dropped.Sensor)),
        more => $"The outboxes of {more} more sensors overflowed");

    private static Need? Waiting(NeedFacts facts) => facts.Waiting > ManyWaiting || (facts.Waiting > 0 && !facts.HasLeader)
        ? new Need(NeedSeverity.Attention, "waiting", string.Create(CultureInfo.InvariantCulture, $"{facts.Waiting} reports wait for a decision"), ConsoleLinks.Overview)
        : null;

    private static Need? SetAside(NeedFacts facts) => facts.SetAside == 0
        ? null
        : new Need(NeedSeverity.Attention, "set-aside", string.Create(CultureInfo.InvariantCulture, $"{facts.SetAside} items are set aside: no decision could be made on them"), ConsoleLinks.Audit);

    private static Need? Versions(NeedFacts facts)
    {
        var others = facts.Sensors.Where(sensor => sensor.State?.Status is { } status && status.Version != facts.Version).ToList();
        return others switch
        {
            [] => null,
            [var only] => new Need(NeedSeverity.Attention, "versions", $"{only.Name} runs version {only.State!.Status!.Version}, this coordinator {facts.Version}", ConsoleLinks.Sensor(only.Name)),
            _ => new Need(NeedSeverity.Attention, "versions", string.Create(CultureInfo.InvariantCulture, $"{others.Count} sensors run other versions than this coordinator's, {facts.Version}"), ConsoleLinks.Sensors),
        };
    }

    private static IEnumerable<Need> Certificates(NeedFacts facts) => facts.AuthoritiesEnd
        .Where(end => end - facts.Now <= BeforeEnd)
        .Select(end => end <= facts.Now
            ? new Need(NeedSeverity.Failed, KeyOf(end), $"An authority of the fleet ended {Length(facts.Now - end)} ago: roll over to a new one", ConsoleLinks.Sensors)
            : new Need(NeedSeverity.Attention, KeyOf(end), $"An authority of the fleet ends in {Length(end - facts.Now)}: roll over to a new one", ConsoleLinks.Sensors));

    private static string KeyOf(DateTimeOffset end) => string.Create(CultureInfo.InvariantCulture, $"authority:{end.UtcTicks}");

    /// <summary>The first of many, and how many more there are.</summary>
    private static List<Need> Shortened<T>(IReadOnlyList<T> all, int most, Func<T, Need> need, Func<int, string> more)
    {
        var first = all.Take(most).Select(need).ToList();
        if (all.Count > most)
            first.Add(first[^1] with { Key = $"{MoreKind}:{first[^1].Key.Split(':')[0]}", Text = more(all.Count - most), Link = ConsoleLinks.Sensors });
        return first;
    }
}

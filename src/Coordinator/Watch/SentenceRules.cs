using System.Globalization;

namespace PortSentry.Coordinator.Watch;

/// <summary>Quiet, contained or not: the first rule that answers decides. Pure. The order is the specification.</summary>
internal static class SentenceRules
{
    /// <summary>The sentence.</summary>
    public static FleetSentence Of(SentenceFacts facts) =>
        CannotDecide(facts) ?? CannotSee(facts) ?? Quiet(facts) ?? CannotBlock(facts) ?? Unblocked(facts) ?? NotEverywhere(facts) ?? Contained(facts);

    private static FleetSentence? CannotDecide(SentenceFacts facts)
    {
        if (facts.IsStoreAway)
            return Not("The database is away: sensors block by their own verdicts, and orders known already stand.");
        return facts.HasLeader ? null : Not("No coordinator leads: sensors block by their own verdicts, and nothing is decided for the fleet.");
    }

    private static FleetSentence? CannotSee(SentenceFacts facts) => facts.Scanning.Count == 0 && facts.Up + facts.Behind == 0 && facts.Down > 0
        ? Not("No sensor is connected: what happens on the hosts is not seen here, and sensors block by their own verdicts.")
        : null;

    private static FleetSentence? Quiet(SentenceFacts facts) => facts.Scanning.Count == 0
        ? new FleetSentence(SentenceState.Quiet, $"{(facts.Up + facts.Behind > 0 ? "No source has scanned in the last 10 minutes." : "No sensor is enrolled yet.")}{Simulated(facts)}")
        : null;

    private static FleetSentence? CannotBlock(SentenceFacts facts) => facts.Simulating is null
        ? null
        : Not($"{Sources(facts.Scanning.Count)} scanning in the last 10 minutes.{Simulated(facts)}");

    private static FleetSentence? Unblocked(SentenceFacts facts)
    {
        var free = facts.Scanning.Where(source => source.Cover == SourceCover.None).ToList();
        if (free.Count == 0)
            return null;

        var others = free.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {free.Count - 1} more");
        return Not($"{Sources(facts.Scanning.Count)} scanning in the last 10 minutes, and {free[0].Source}{others} {(free.Count == 1 ? "is" : "are")} not blocked.");
    }

    private static FleetSentence? NotEverywhere(SentenceFacts facts)
    {
        var connected = facts.Up + facts.Behind;
        if (!HasBlocked(facts))
            return null;
        if (connected == 0)
            return Not($"{Sources(facts.Scanning.Count)} scanning in the last 10 minutes, and no sensor is connected.");
        if (facts.Behind > 0)
            return Not(string.Create(CultureInfo.InvariantCulture, $"{Sources(facts.Scanning.Count)} scanning in the last 10 minutes, all blocked on {facts.Up} of {connected} connected hosts: {facts.Behind} {(facts.Behind == 1 ? "is" : "are")} behind."));
        return facts.Down == 0 ? null : Not(string.Create(CultureInfo.InvariantCulture, $"{Sources(facts.Scanning.Count)} scanning in the last 10 minutes, all blocked on {facts.Up} of {connected + facts.Down} hosts: {facts.Down} {(facts.Down == 1 ? "is" : "are")} not connected."));
    }

    private static FleetSentence Contained(SentenceFacts facts) => new(SentenceState.Contained, HasBlocked(facts)
        ? string.Create(CultureInfo.InvariantCulture, $"{Sources(facts.Scanning.Count)} scanning in the last 10 minutes, all blocked{SparedToo(facts)} on {facts.Up} of {facts.Up} hosts{(facts.Slowest is { } slowest ? $", slowest {slowest:0.#} ms" : "")}.")
        : $"{Sources(facts.Scanning.Count)} scanning in the last 10 minutes, hosts of our own or ignored: none is to be blocked.");

    private static bool HasBlocked(SentenceFacts facts) => facts.Scanning.Any(source => source.Cover == SourceCover.Blocked);

    private static string SparedToo(SentenceFacts facts) => facts.Scanning.Any(source => source.Cover == SourceCover.Spared) ? " but our own and ignored ones" : "";

    private static string Simulated(SentenceFacts facts) => facts.Simulating switch
    {
        null => "",
        { Until: { } until } => string.Create(CultureInfo.InvariantCulture, $" The fleet simulates until {until:u}: nothing is blocked by order."),
        _ => " The fleet simulates: nothing is blocked by order.",
    };

    private static string Sources(int count) => count switch
    {
        1 => "1 source",
        >= AlarmTally.MostScanning => string.Create(CultureInfo.InvariantCulture, $"{count} or more sources"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} sources"),
    };

    private static FleetSentence Not(string text) => new(SentenceState.NotContained, text);
}

using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Decide;

/// <summary>The guard chain: ordered rules, of which the first that answers decides. The order is the specification.</summary>
public static class LocalPolicy
{
    private static readonly Func<VerdictCase, Verdict?>[] Rules =
    [
        one => one.Sighting.Outcome == Outcome.Spared ? Verdict.Spared : null,
        one => one.Sighting.Outcome is Outcome.Alarm or Outcome.Update ? null : Verdict.NotTriggered,
        one => one.Simulate ? Verdict.Simulated : null,
        one => one.LogOnly ? Verdict.LogOnly : null,
        one => one.CommandOnly ? Verdict.CommandOnly : null,
        one => one.IsBlocked ? Verdict.AlreadyBlocked : null,
        // Who goes on and is still not blocked, whatever became of the first answer, is answered again.
        one => one.Sighting.Outcome == Outcome.Update && one.IsBeingAnswered ? Verdict.AlreadyBlocked : null,
    ];

    /// <summary>The verdict on a probe.</summary>
    public static Verdict Judge(VerdictCase one)
    {
        foreach (var rule in Rules)
        {
            if (rule(one) is { } verdict)
                return verdict;
        }

        return Verdict.Block;
    }
}

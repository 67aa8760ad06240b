namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Says how long to wait after a failure: what the coordinator asks for, long after a refusal, else by backoff. Pure.</summary>
internal sealed class RetryRule(Random chance)
{
    /// <summary>After a refusal a person must act: the coordinator is asked no sooner than this.</summary>
    public static readonly TimeSpan Refused = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    private readonly Backoff _backoff = new(chance);

    /// <summary>The pause after this failure.</summary>
    public TimeSpan PauseAfter(LinkException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var pause = _backoff.Next();
        if (failure.Fault == LinkFault.Refused)
            pause += Refused;
        if (failure.RetryAfter is { } asked && asked > pause)
            pause = asked < LongestAsked ? asked : LongestAsked;
        return pause;
    }

    /// <summary>It worked.</summary>
    public void Reset() => _backoff.Reset();
}

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Pauses between tries: they double, and chance shortens each by up to half, so that a fleet does not come back in step. Pure.</summary>
internal sealed class Backoff(Random chance)
{
    /// <summary>The first pause at the most.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.2);

    /// <summary>Any pause at the most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = Shortest;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        var pause = _next * (0.5 + (chance.NextDouble() / 2));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }

    /// <summary>It worked: the next pause is a short one again.</summary>
    public void Reset() => _next = Shortest;
}

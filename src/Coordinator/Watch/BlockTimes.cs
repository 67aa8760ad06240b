namespace PortSentry.Coordinator.Watch;

/// <summary>How long blocks took to be in force, over the last hour. Pure; bounded: a histogram a minute, whose steps grow by a tenth.</summary>
internal sealed class BlockTimes
{
    private const int Minutes = 60;
    private const double Shortest = 0.1;
    private const double Growth = 1.1;
    private const int Steps = 200;

    private readonly Minute[] _minutes = [.. Enumerable.Range(0, Minutes).Select(_ => new Minute())];

    /// <summary>One more; a clock that is behind the other makes no negative time.</summary>
    public void Add(TimeSpan took, DateTimeOffset now)
    {
        var minute = _minutes[MinuteOf(now) % Minutes];
        minute.Begin(MinuteOf(now));
        var milliseconds = Math.Max(0, took.TotalMilliseconds);
        minute.Counts[StepOf(milliseconds)]++;
        minute.Slowest = Math.Max(minute.Slowest, milliseconds);
    }

    /// <summary>What the last hour comes to; null when there was nothing.</summary>
    public TimeToBlock? Of(DateTimeOffset now)
    {
        var recent = _minutes.Where(minute => MinuteOf(now) - minute.Number is >= 0 and < Minutes).ToList();
        var count = recent.Sum(minute => minute.Counts.Sum(count => (long)count));
        if (count == 0)
            return null;

        var slowest = recent.Max(minute => minute.Slowest);
        return new TimeToBlock(Round(Quantile(0.5)), Round(Quantile(0.99)), Round(slowest), count);

        double Quantile(double part)
        {
            var wanted = (long)Math.Ceiling(count * part);
            var step = 0;
            for (var seen = 0L; step < Steps; step++)
            {
                seen += recent.Sum(minute => (long)minute.Counts[step]);
                if (seen >= wanted)
                    break;
            }

            return Math.Min(slowest, Shortest * Math.Pow(Growth, step));
        }
    }

    /// <summary>The first step whose upper end is not below it.</summary>
    private static int StepOf(double milliseconds) =>
        milliseconds <= Shortest ? 0 : Math.Min(Steps - 1, (int)Math.Ceiling(Math.Log(milliseconds / Shortest, Growth)));

    private static double Round(double milliseconds) => Math.Round(milliseconds, milliseconds < 10 ? 1 : 0);

    private static long MinuteOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerMinute;

    private sealed class Minute
    {
        public long Number { get; private set; } = long.MinValue / 2;

        public int[] Counts { get; } = new int[Steps];

        public double Slowest { get; set; }

        public void Begin(long number)
        {
            if (Number == number)
                return;

            (Number, Slowest) = (number, 0);
            Array.Clear(Counts);
        }
    }
}

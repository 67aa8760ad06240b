namespace PortSentry.Sensor.Detect;

/// <summary>What was seen lately, by keyed hash, in a fixed table of buckets of four; when a bucket is full, what was seen longest ago gives way, or furthest ahead of a clock that was set back.</summary>
internal sealed class RecentSet(int capacity, TimeSpan window)
{
    private const int Ways = 4;

    private readonly (ulong Fingerprint, long Ticks)[] _seen = new (ulong, long)[capacity / Ways * Ways];

    /// <summary>True when it was added within the window.</summary>
    public bool Contains(ulong fingerprint, long ticks)
    {
        foreach (ref readonly var slot in Bucket(fingerprint))
        {
            if (slot.Fingerprint == fingerprint && Math.Abs(ticks - slot.Ticks) < window.Ticks)
                return true;
        }

        return false;
    }

    /// <summary>Remembers it from now on.</summary>
    public void Add(ulong fingerprint, long ticks)
    {
        var bucket = Bucket(fingerprint);
        var oldest = 0;
        for (var way = 0; way < Ways; way++)
        {
            if (bucket[way].Fingerprint == fingerprint)
            {
                oldest = way;
                break;
            }

            if (Math.Abs(ticks - bucket[way].Ticks) > Math.Abs(ticks - bucket[oldest].Ticks))
                oldest = way;
        }

        bucket[oldest] = (fingerprint, ticks);
    }

    private Span<(ulong Fingerprint, long Ticks)> Bucket(ulong fingerprint) =>
        _seen.AsSpan((int)(fingerprint % (ulong)(_seen.Length / Ways)) * Ways, Ways);
}

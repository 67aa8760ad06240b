using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>Which served ports each source has touched lately, before it is under watch: they speak for it later. A fixed table in buckets of four; when a bucket is full, who touched one longest ago gives way.</summary>
internal sealed class ServedTouches(long windowTicks)
{
    /// <summary>Sources at the most.</summary>
    public const int Capacity = 1 << 14;

    private const int Ways = 4;

    private readonly (Address Source, ulong Marks, long Ticks)[] _touches = new (Address, ulong, long)[Capacity];

    /// <summary>The source touched the port of this mark.</summary>
    public void Add(Address source, ulong mark, long ticks)
    {
        var bucket = Bucket(source);
        var oldest = 0;
        for (var way = 0; way < Ways; way++)
        {
            if (bucket[way].Marks != 0 && bucket[way].Source == source)
            {
                oldest = way;
                break;
            }

            if (Math.Abs(ticks - bucket[way].Ticks) > Math.Abs(ticks - bucket[oldest].Ticks))
                oldest = way;
        }

        ref var slot = ref bucket[oldest];
        slot = (source, slot.Source == source && IsWithin(slot.Ticks, ticks) ? slot.Marks | mark : mark, ticks);
    }

    /// <summary>The marks of what the source touched; 0 for none.</summary>
    public ulong Of(Address source, long ticks)
    {
        foreach (ref readonly var slot in Bucket(source))
        {
            if (slot.Marks != 0 && slot.Source == source)
                return IsWithin(slot.Ticks, ticks) ? slot.Marks : 0;
        }

        return 0;
    }

    private bool IsWithin(long then, long ticks) => Math.Abs(ticks - then) <= windowTicks;

    private Span<(Address Source, ulong Marks, long Ticks)> Bucket(Address source) =>
        _touches.AsSpan((int)((uint)source.GetHashCode() % (uint)(Capacity / Ways)) * Ways, Ways);
}

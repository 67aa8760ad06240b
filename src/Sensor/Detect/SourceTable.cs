using System.Runtime.CompilerServices;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>The sources under watch, in two tiers. A new source gets one of a few places on probation, found by a keyed hash, and when all are taken overwrites one at random; its second probe promotes it. Promoted sources give way only to promoted ones, the one longest silent of a sample first: a flood of forged addresses cannot push out a slow scan.</summary>
internal sealed class SourceTable
{
    private const int EvictionSample = 8;
    private const int ProbationShare = 4;
    private const int FirstCapacity = 64;
    private const int Ways = 4;

    private readonly int _capacity;
    private readonly Random _random;
    private readonly SourceRecord[] _probation;
    private readonly Dictionary<Address, int> _places = [];
    private SourceRecord[] _promoted = [];

    /// <summary>A table of so many promoted sources, at least 1, and a quarter as many on probation.</summary>
    public SourceTable(int capacity, Random random)
    {
        _capacity = Math.Max(1, capacity);
        _random = random;
        _probation = new SourceRecord[Math.Max(1, _capacity / ProbationShare / Ways) * Ways];
    }

    /// <summary>How many sources are promoted.</summary>
    public int Count => _places.Count;

    /// <summary>How many promoted sources had to give way.</summary>
    public long Evicted { get; private set; }

    /// <summary>How many sources on probation were overwritten by another.</summary>
    public long Overwritten { get; private set; }

    /// <summary>The record of a source, promoted by this touch if it was on probation, or a new one on probation; valid until the next call.</summary>
    public ref SourceRecord Touch(Address key, long ticks)
    {
        ref var known = ref Find(key);
        if (!Unsafe.IsNullRef(ref known))
            return ref Keep(ref known);

        var bucket = Bucket(key);
        ref var trial = ref bucket[FreeWay(bucket)];
        if (trial.IsUsed)
            Overwritten++;
        trial = new SourceRecord { Key = key, FirstTicks = ticks, LastTicks = ticks, IsUsed = true };
        return ref trial;
    }

    /// <summary>A record just found, promoted if it was on probation.</summary>
    public ref SourceRecord Keep(ref SourceRecord known)
    {
        if (known.IsPromoted)
            return ref known;
        return ref Promote(ref known);
    }

    /// <summary>The record of a source, or a null reference; nothing is changed.</summary>
    public ref SourceRecord Find(Address key)
    {
        if (_places.TryGetValue(key, out var place))
            return ref _promoted[place];

        foreach (ref var trial in Bucket(key))
        {
            if (trial.IsUsed && trial.Key == key)
                return ref trial;
        }

        return ref Unsafe.NullRef<SourceRecord>();
    }

    /// <summary>No source is known to be blocked.</summary>
    public void UnmarkBlocked()
    {
        foreach (ref var record in _promoted.AsSpan())
            record.IsBlocked = false;
        foreach (ref var record in _probation.AsSpan())
            record.IsBlocked = false;
    }

    private Span<SourceRecord> Bucket(Address key) =>
        _probation.AsSpan((int)((uint)key.GetHashCode() % (uint)(_probation.Length / Ways)) * Ways, Ways);

    private int FreeWay(Span<SourceRecord> bucket)
    {
        for (var way = 0; way < Ways; way++)
        {
            if (!bucket[way].IsUsed)
                return way;
        }

        return _random.Next(Ways);
    }

    private ref SourceRecord Promote(ref SourceRecord trial)
    {
        var place = _places.Count < _capacity ? Grow() : Evict();
        _places[trial.Key] = place;
        _promoted[place] = trial;
        _promoted[place].IsPromoted = true;
        trial = default;
        return ref _promoted[place];
    }

    private int Grow()
    {
        var place = _places.Count;
        if (place == _promoted.Length)
            Array.Resize(ref _promoted, Math.Min(_capacity, Math.Max(FirstCapacity, place * 2)));
        return place;
    }

    private int Evict()
    {
        var oldest = _random.Next(_promoted.Length);
        for (var i = 1; i < EvictionSample; i++)
        {
            var other = _random.Next(_promoted.Length);
            if (_promoted[other].LastTicks < _promoted[oldest].LastTicks)
                oldest = other;
        }

        _places.Remove(_promoted[oldest].Key);
        Evicted++;
        return oldest;
    }
}

using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Watch;

/// <summary>The alarms of one source or port over the last 24 hours, by the hour.</summary>
internal sealed class Touches
{
    /// <summary>Hours that count.</summary>
    public const int Hours = 24;

    /// <summary>Hosts that are told apart.</summary>
    public const int MostHosts = 16;

    private readonly int[] _counts = new int[Hours];
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);
    private long _lastHour = long.MinValue;

    /// <summary>How ports were touched the last time.</summary>
    public ScanKind Kind { get; private set; }

    /// <summary>When the last was raised.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>On how many sensors, at most <see cref="MostHosts"/>.</summary>
    public int HostCount => _hosts.Count;

    /// <summary>One more; one that is 24 hours older than the last does not count.</summary>
    public void Add(AlarmMark alarm)
    {
        var hour = HourOf(alarm.At);
        Advance(Math.Max(hour, _lastHour));
        if (hour > _lastHour - Hours)
            _counts[hour % Hours]++;
        if (alarm.At >= LastAt)
            (LastAt, Kind) = (alarm.At, alarm.Kind);
        if (alarm.Sensor is { } sensor && _hosts.Count < MostHosts)
            _hosts.Add(sensor);
    }

    /// <summary>How many there were in the 24 hours before a moment.</summary>
    public long Count(DateTimeOffset now)
    {
        Advance(Math.Max(HourOf(now), _lastHour));
        return _counts.Sum(count => (long)count);
    }

    private void Advance(long hour)
    {
        if (_lastHour == long.MinValue || hour - _lastHour >= Hours)
            Array.Clear(_counts);
        else
        {
            for (var gone = _lastHour + 1; gone <= hour; gone++)
                _counts[gone % Hours] = 0;
        }

        _lastHour = hour;
    }

    private static long HourOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerHour;
}

using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>How many probes of a source are logged one by one: a hundred a minute, then a summary. Bounded; when full, all further sources share one more budget.</summary>
public sealed class LogBudget(int capacity = LogBudget.MaxSources)
{
    /// <summary>Lines a source and minute.</summary>
    public const int LinesPerMinute = 100;

    /// <summary>Sources with a budget of their own.</summary>
    public const int MaxSources = 65536;

    private readonly Dictionary<Address, int> _lines = [];
    private int _others;
    private long _minute;

    /// <summary>True when one more line of this source is within its budget.</summary>
    public bool TryTake(Address source)
    {
        if (_lines.TryGetValue(source, out var lines))
        {
            _lines[source] = lines + 1;
            return lines < LinesPerMinute;
        }

        if (_lines.Count >= capacity)
            return _others++ < LinesPerMinute;
        _lines.Add(source, 1);
        return true;
    }

    /// <summary>When a new minute has begun: the sources that went beyond their budget, and a fresh budget for all.</summary>
    public IReadOnlyList<(Address Source, int Count)> Renew(long ticks)
    {
        if (ticks / TimeSpan.TicksPerMinute == _minute)
            return [];

        _minute = ticks / TimeSpan.TicksPerMinute;
        var omitted = _lines.Where(pair => pair.Value > LinesPerMinute).Select(pair => (pair.Key, pair.Value - LinesPerMinute)).ToList();
        _lines.Clear();
        _others = 0;
        return omitted;
    }
}

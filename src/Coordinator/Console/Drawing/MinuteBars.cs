using System.Text.Json;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Alarms a minute: the figures that the chart is drawn from, and plain bars for who has no scripts. Pure.</summary>
internal sealed class MinuteBars
{
    private const int Width = 720, Height = 200;

    private readonly IReadOnlyList<AlarmMinute> _minutes;

    /// <summary>Of these minutes, the oldest first.</summary>
    public MinuteBars(IReadOnlyList<AlarmMinute> minutes)
    {
        _minutes = minutes;
        Kinds = [.. minutes.SelectMany(minute => minute.Kinds)
            .GroupBy(count => count.Kind, (kind, counts) => new KindCount(kind, counts.Sum(count => count.Count)))
            .Where(count => count.Count > 0)
            .OrderByDescending(count => count.Count).ThenBy(count => count.Kind)];
    }

    /// <summary>The kinds that there were, the most frequent first, with their sums.</summary>
    public IReadOnlyList<KindCount> Kinds { get; }

    /// <summary>All alarms.</summary>
    public int Total => Kinds.Sum(kind => kind.Count);

    /// <summary>The busiest minute; null when nothing happened.</summary>
    public (DateTimeOffset At, int Count)? Peak => Kinds.Count == 0
        ? null
        : _minutes.Select(minute => (minute.At, Count: minute.Kinds.Sum(kind => kind.Count))).MaxBy(minute => minute.Count);

    /// <summary>For the chart: when the first minute begins, the kinds, and a row of counts for each.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new ChartFigures(
            _minutes.Count == 0 ? 0 : _minutes[0].At.ToUnixTimeSeconds(),
            [.. Kinds.Select(kind => kind.Kind.Name())],
            [.. Kinds.Select(kind => _minutes.Select(minute => minute.Kinds.FirstOrDefault(count => count.Kind == kind.Kind)?.Count ?? 0).ToArray())]),
        ConsoleJson.Default.ChartFigures);

    /// <summary>Bars of a picture of 720 by 200, a minute each, without those of nothing.</summary>
    public IEnumerable<(double X, double Y, double Width, double Height)> Bars()
    {
        var most = Math.Max(4, Peak?.Count ?? 0);
        var width = (double)Width / Math.Max(1, _minutes.Count);
        return _minutes.Index()
            .Select(minute => (minute.Index, Count: minute.Item.Kinds.Sum(kind => kind.Count)))
            .Where(minute => minute.Count > 0)
            .Select(minute => (minute.Index * width, Height - ((double)Height * minute.Count / most), Math.Max(1, width - 0.5), (double)Height * minute.Count / most));
    }
}

using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Watch;

/// <summary>Counts alarms: by minute and kind over six hours, by source and by port over 24. Pure but for its state, and bounded.</summary>
internal sealed class AlarmTally
{
    /// <summary>Minutes that are counted.</summary>
    public const int Minutes = 360;

    /// <summary>Sources of the last minutes that are named at the most.</summary>
    public const int MostScanning = 1000;

    private const int MostSources = 20_000;
    private const int MostPorts = 8192;
    private const int Top = 10;
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);
    private static readonly int Kinds = Enum.GetValues<ScanKind>().Max(kind => (int)kind) + 1;

    private readonly (long Number, int[] Counts)[] _minutes = [.. Enumerable.Range(0, Minutes).Select(_ => (-1L, new int[Kinds]))];
    private readonly TopTable<Cidr> _sources = new(MostSources);
    private readonly TopTable<(int Port, Transport Transport)> _ports = new(MostPorts);

    /// <summary>One more; of a clock that is ahead it counts as of now.</summary>
    public void Add(AlarmMark alarm, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        var counted = alarm.At > now ? alarm with { At = now } : alarm;
        AddMinute(counted, now);
        if (counted.At <= now.AddHours(-Touches.Hours))
            return;

        _sources.Add(counted.Network, counted, now);
        _ports.Add((counted.Port, counted.Kind.Transport()), counted, now);
    }

    /// <summary>The last six hours by minute, the oldest first.</summary>
    public IReadOnlyList<AlarmMinute> ByMinute(DateTimeOffset now)
    {
        var last = MinuteOf(now);
        return [.. Enumerable.Range(0, Minutes).Select(index => last - Minutes + 1 + index).Select(number => new AlarmMinute(
            new DateTimeOffset(number * TimeSpan.TicksPerMinute, TimeSpan.Zero),
            _minutes[number % Minutes] is var minute && minute.Number == number ? KindsOf(minute.Counts) : []))];
    }

    /// <summary>The sources with the most alarms.</summary>
    public IReadOnlyList<TopSource> TopSources(DateTimeOffset now) =>
        [.. _sources.Top(Top, now).Select(one => new TopSource(one.Key, one.Touches.Kind, one.Touches.HostCount, one.Count, one.Touches.LastAt))];

    /// <summary>The ports with the most alarms.</summary>
    public IReadOnlyList<TopPort> TopPorts(DateTimeOffset now) =>
        [.. _ports.Top(Top, now).Select(one => new TopPort(one.Key.Port, one.Key.Transport, one.Count))];

    /// <summary>The sources of the last ten minutes, the latest first, at most 1000.</summary>
    public IReadOnlyList<Cidr> Scanning(DateTimeOffset now) => _sources.Since(now - Recent, MostScanning);

    private void AddMinute(AlarmMark alarm, DateTimeOffset now)
    {
        var number = MinuteOf(alarm.At);
        if (number <= MinuteOf(now) - Minutes)
            return;

        ref var minute = ref _minutes[number % Minutes];
        if (minute.Number != number)
        {
            minute.Number = number;
            Array.Clear(minute.Counts);
        }

        minute.Counts[(int)alarm.Kind]++;
    }

    private static IReadOnlyList<KindCount> KindsOf(int[] counts) =>
        [.. counts.Index().Where(kind => kind.Item > 0).Select(kind => new KindCount((ScanKind)kind.Index, kind.Item))];

    private static long MinuteOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerMinute;
}

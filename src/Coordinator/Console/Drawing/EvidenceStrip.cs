using PortSentry.Coordinator.Api;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>The evidence on one source as a picture: a line a host, time from left to right, a mark a first contact, a ring an alarm. Pure.</summary>
internal sealed class EvidenceStrip
{
    /// <summary>The picture's measures.</summary>
    public const int Width = 960, Left = 140, Right = 16, LineHeight = 20, Top = 8, Axis = 20;

    private const int MostHosts = 30;
    private const int MostMarks = 400;
    private const int MostTicks = 6;
    private const double MarkWidth = 9;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    // Seconds between ticks that a reader counts in: a fifth of a second up to a day.
    private static readonly double[] Steps = [0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 86400];

    private readonly DateTimeOffset _from;
    private readonly TimeSpan _span;

    private EvidenceStrip(IReadOnlyList<Touch> touches)
    {
        _from = touches.Min(touch => touch.At);
        _span = Longer(touches.Max(touch => touch.At) - _from, Least);
        var hosts = touches.GroupBy(touch => touch.Host).OrderBy(host => host.Min(touch => touch.At)).ThenBy(host => host.Key, StringComparer.Ordinal).ToList();
        HostsLeftOut = Math.Max(0, hosts.Count - MostHosts);
        Hosts = [.. hosts.Take(MostHosts).Select(host => host.Key)];
        Marks = Thinned(hosts.Take(MostHosts).SelectMany((host, line) => host.Select(touch => MarkOf(touch, line))));
        Kinds = [.. touches.Select(touch => touch.Kind).Distinct().Order()];
    }

    /// <summary>The hosts, the one that saw it first on top.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>Hosts that there was no room for.</summary>
    public int HostsLeftOut { get; }

    /// <summary>The marks.</summary>
    public IReadOnlyList<Mark> Marks { get; }

    /// <summary>The kinds among them.</summary>
    public IReadOnlyList<ScanKind> Kinds { get; }

    /// <summary>How high the picture is.</summary>
    public int Height => Top + (Hosts.Count * LineHeight) + Axis;

    /// <summary>How long it all took.</summary>
    public TimeSpan Span => _span;

    /// <summary>When it began.</summary>
    public DateTimeOffset From => _from;

    /// <summary>Where ticks stand and what they say: so long after the first touch.</summary>
    public IEnumerable<(double X, string Text)> TickMarks()
    {
        var step = TimeSpan.FromSeconds(Steps.FirstOrDefault(step => _span.TotalSeconds / step < MostTicks, Math.Ceiling(_span.TotalDays / MostTicks) * Steps[^1]));
        for (var at = TimeSpan.Zero; at <= _span; at += step)
            yield return (XOf(at / _span), at == TimeSpan.Zero ? "first touch" : $"+{Offset(at)}");
    }

    /// <summary>Where a line is, in the middle.</summary>
    public static int YOf(int line) => Top + (line * LineHeight) + (LineHeight / 2);

    /// <summary>The picture of a source; null when nothing was seen of it.</summary>
    public static EvidenceStrip? Of(SourceView source)
    {
        List<Touch> touches =
        [
            .. source.Contacts.Select(contact => new Touch(contact.Sensor, contact.Contact.At, contact.Contact.Kind, contact.Contact.Port, IsAlarm: false)),
            .. source.Alarms.Where(alarm => alarm.Sensor is not null).Select(alarm => new Touch(alarm.Sensor!, alarm.At, alarm.Kind, alarm.Port, IsAlarm: true)),
        ];
        return touches.Count == 0 ? null : new EvidenceStrip(touches);
    }

    private Mark MarkOf(Touch touch, int line) =>
        new(XOf((touch.At - _from) / _span), line, touch);

    // Marks that would lie on each other say no more than one does; alarms are always there.
    private static List<Mark> Thinned(IEnumerable<Mark> marks) =>
        [.. marks.GroupBy(mark => (mark.Line, Place: (int)(mark.X / MarkWidth), mark.Touch.IsAlarm, mark.Touch.Kind)).Select(group => group.First() with { Count = group.Count() }).Take(MostMarks)];

    private static double XOf(double share) => Math.Round(Left + (MarkWidth / 2) + (share * (Width - Left - Right - MarkWidth)), 1);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Offset(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        { Seconds: > 0 } => $"{Spans.Text(span)} {span.Seconds} s",
        _ => Spans.Text(span),
    };

    /// <summary>One touch of one host.</summary>
    public sealed record Touch(string Host, DateTimeOffset At, ScanKind Kind, int Port, bool IsAlarm);

    /// <summary>A mark of the picture, which stands for so many touches.</summary>
    public sealed record Mark(double X, int Line, Touch Touch)
    {
        /// <summary>How many touches.</summary>
        public int Count { get; init; } = 1;
    }
}

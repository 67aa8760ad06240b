using System.Globalization;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Notify;

/// <summary>Makes events of what is told: every text is on one line. Pure.</summary>
internal static class NotifyEvents
{
    private const int MostPorts = 10;

    /// <summary>A need that came.</summary>
    public static NotifyEvent Of(Need need, DateTimeOffset at) => new()
    {
        Kind = NotifyEventKind.Need,
        Id = string.Create(CultureInfo.InvariantCulture, $"need-{need.Key}-{at.ToUnixTimeSeconds()}"),
        At = at,
        Text = MessageWords.OneLine(need.Text),
        IsGrave = need.Severity == NeedSeverity.Failed,
        Link = need.Link,
        Key = need.Key,
    };

    /// <summary>A need that is settled.</summary>
    public static NotifyEvent Settled(string key, string text, DateTimeOffset at) => new()
    {
        Kind = NotifyEventKind.Settled,
        Id = string.Create(CultureInfo.InvariantCulture, $"settled-{key}-{at.ToUnixTimeSeconds()}"),
        At = at,
        Text = MessageWords.OneLine($"settled: {text}"),
        Key = key,
    };

    /// <summary>A decision to block, with the alarms that led to it.</summary>
    public static NotifyEvent Of(DecisionRow decision, IReadOnlyList<AlarmRow> alarms)
    {
        int[] ports = [.. alarms.Select(alarm => alarm.Port).Distinct().Order().Take(MostPorts)];
        return new NotifyEvent
        {
            Kind = NotifyEventKind.Block,
            Id = string.Create(CultureInfo.InvariantCulture, $"decision-{decision.Id}"),
            At = decision.At,
            Text = MessageWords.OneLine($"{decision.Target} is blocked on every sensor {Until(decision)}: {decision.Reason}{Ports(ports)}"),
            Link = ConsoleLinks.Source(decision.Target),
            Source = decision.Target.ToString(),
            Scan = alarms is [var latest, ..] ? latest.Kind.Name() : "",
            Ports = ports,
            Sensors = alarms.Select(alarm => alarm.Sensor).OfType<string>().Distinct().Count(),
            Who = MessageWords.OneLine(decision.Who),
            Reason = MessageWords.OneLine(decision.Reason),
            Until = decision.Until,
            Number = decision.Id,
        };
    }

    /// <summary>A change by an operator.</summary>
    public static NotifyEvent Of(AuditRow row) => new()
    {
        Kind = NotifyEventKind.Change,
        Id = string.Create(CultureInfo.InvariantCulture, $"change-{row.Id}"),
        At = row.At,
        Text = MessageWords.OneLine($"{row.Who}: {row.What}{(row.Why.Length > 0 ? $" ({row.Why})" : "")}"),
        Link = ConsoleLinks.Audit,
        Who = MessageWords.OneLine(row.Who),
        Reason = MessageWords.OneLine(row.Why),
        Number = row.Id,
    };

    /// <summary>That somebody tries whether messages arrive.</summary>
    public static NotifyEvent Test(string who, DateTimeOffset at) => new()
    {
        Kind = NotifyEventKind.Test,
        Id = string.Create(CultureInfo.InvariantCulture, $"test-{at.ToUnixTimeMilliseconds()}"),
        At = at,
        Text = MessageWords.OneLine($"A test, sent by {who}: messages of PortSentry arrive here"),
        Who = MessageWords.OneLine(who),
    };

    private static string Until(DecisionRow decision) => decision.Until is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
        : "for ever";

    private static string Ports(int[] ports) => ports.Length > 0 ? $" (ports {string.Join(", ", ports)})" : "";
}

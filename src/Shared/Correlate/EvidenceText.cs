using System.Globalization;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>Evidence in words: short, whatever a stranger does.</summary>
public static class EvidenceText
{
    private const int MaxListed = 8;

    /// <summary>Such as <c>fleet scan: 4 contacts with 4 sensors in 3 s, ports 22 23 80 443</c>.</summary>
    public static string Of(FleetRule rule, IReadOnlyList<Contact> contacts) => $"{Title(rule)}: {Extent(contacts)}";

    /// <summary>Such as <c>coordinated scan of 4 sources in 203.0.113.0/24: 8 contacts with 2 sensors in 5 min, ports …</c>.</summary>
    public static string Of(Cidr prefix, int sources, IReadOnlyList<Contact> contacts) =>
        string.Create(CultureInfo.InvariantCulture, $"{Title(FleetRule.CoordinatedScan)} of {sources} sources in {prefix}: {Extent(contacts)}");

    /// <summary>Such as <c>ports 22 23 80</c>; of many the first, and how many more.</summary>
    public static string Ports(IEnumerable<int> ports)
    {
        List<int> distinct = [.. ports.Distinct().Order()];
        var listed = string.Join(' ', distinct.Take(MaxListed).Select(port => port.ToString(CultureInfo.InvariantCulture)));
        var more = distinct.Count > MaxListed ? string.Create(CultureInfo.InvariantCulture, $" and {distinct.Count - MaxListed} more") : "";
        return $"{(distinct.Count == 1 ? "port" : "ports")} {listed}{more}";
    }

    /// <summary>Such as <c>40 s</c>, <c>12 min</c>, <c>3 h</c>, <c>2 days</c>: to one unit, and never less than a second.</summary>
    public static string Span(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds switch
    {
        < 120 => $"{Math.Max(1, Math.Round(span.TotalSeconds))} s",
        < 7200 => $"{Math.Round(span.TotalMinutes)} min",
        < 172800 => $"{Math.Round(span.TotalHours)} h",
        _ => $"{Math.Round(span.TotalDays)} days",
    }}");

    private static string Extent(IReadOnlyList<Contact> contacts)
    {
        var sensors = contacts.Select(contact => contact.Sensor).Distinct().Count();
        var span = Span(contacts.Max(contact => contact.At) - contacts.Min(contact => contact.At));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{contacts.Count} contacts with {sensors} {(sensors == 1 ? "sensor" : "sensors")} in {span}, {Ports(contacts.Select(contact => contact.Port))}");
    }

    private static string Title(FleetRule rule) => rule.Name().Replace('-', ' ');
}

using PortSentry.Coordinator.Api;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Which ports a source touched on one host. Pure.</summary>
/// <param name="Host">The host.</param>
/// <param name="First">When it was first touched.</param>
/// <param name="Last">When it was last touched.</param>
/// <param name="Kinds">How.</param>
/// <param name="Ports">The ports, rising, as text: UDP ones say so.</param>
internal sealed record PortList(string Host, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<ScanKind> Kinds, IReadOnlyList<string> Ports)
{
    /// <summary>Of each host, the one that saw it first on top.</summary>
    public static IReadOnlyList<PortList> Of(SourceView source) =>
        [.. source.Contacts.Select(row => (row.Sensor, row.Contact.At, row.Contact.Kind, row.Contact.Port))
            .Concat(source.Alarms.Where(alarm => alarm.Sensor is not null).Select(alarm => (Sensor: alarm.Sensor!, alarm.At, alarm.Kind, alarm.Port)))
            .GroupBy(touch => touch.Sensor)
            .Select(host => new PortList(
                host.Key,
                host.Min(touch => touch.At),
                host.Max(touch => touch.At),
                [.. host.Select(touch => touch.Kind).Distinct().Order()],
                [.. host.Select(touch => (touch.Port, Udp: touch.Kind.Transport() == Transport.Udp)).Distinct().Order().Select(port => port.Udp ? $"{port.Port}/udp" : $"{port.Port}")]))
            .OrderBy(host => host.First)];
}

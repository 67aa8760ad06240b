using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Correlate;

/// <summary>Contacts to test with.</summary>
internal static class Contacts
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public static Contact Of(string sensor, int port, double minute = 0) => new(sensor, Transport.Tcp, port, Start.AddMinutes(minute));

    public static FleetSighting Sighting(string source, string sensor, int port, double minute = 0) =>
        FleetSighting.Of(sensor, First(source, port, minute));

    public static FirstContact First(string source, int port, double minute = 0, ScanKind kind = ScanKind.Syn) =>
        new(Address.Parse(source), SourceNetwork.Of(Address.Parse(source), Cidr.Parse(source)), kind, port, Start.AddMinutes(minute));
}

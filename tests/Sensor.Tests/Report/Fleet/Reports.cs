using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Report.Fleet;

/// <summary>Reports whose number is the outbox's to give.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);

    public static AlarmRaised Alarm(int host = 7) => new()
    {
        Seq = 0,
        Source = Address.FromIPv4(0xcb007100u + (uint)host),
        Network = Cidr.Host(Address.FromIPv4(0xcb007100u + (uint)host)),
        Mode = "stcp",
        Kind = ScanKind.Syn,
        Port = 111,
        Probes = 1,
        FirstProbe = Now,
        At = Now,
        Verdict = "block",
    };

    public static ContactsSeen Evidence(int contacts = 1) => new()
    {
        Seq = 0,
        Contacts = [.. Enumerable.Range(1, contacts).Select(port => new FirstContact(Alarm().Source, Alarm().Network, ScanKind.Syn, port, Now))],
    };
}

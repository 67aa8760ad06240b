using System.Text;
using System.Text.Json;
using PortSentry.Coordinator.Ingest;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>What a sensor may say: a sensor may be in wrong hands.</summary>
public sealed class ReportCheckTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly string TooLong = new('x', 33);

    private static readonly AlarmRaised Alarm = new()
    {
        Seq = 1,
        Source = Address.Parse("192.0.2.7"),
        Network = Cidr.Parse("192.0.2.7"),
        Mode = "stcp",
        Kind = ScanKind.Syn,
        Port = 65535,
        Probes = 2,
        FirstProbe = At,
        At = At,
        Verdict = new string('x', 32),
    };

    private static readonly FirstContact Contact = new(Address.Parse("2001:db8::7"), Cidr.Parse("2001:db8::/64"), ScanKind.Udp, 0, At);
    private static readonly ContactsSeen Seen = new() { Seq = 1, Contacts = [Contact] };
    private static readonly SourceHeld Held = new() { Seq = 1, Target = Cidr.Parse("192.0.2.7"), Since = At, ByOperator = true, Reason = new string('x', 500) };
    private static readonly OrdersApplied Applied = new() { Position = new OrderPosition("log1", 1), Digest = new string('0', 32), Refused = [new OrderRefused(Cidr.Parse("192.0.2.7"), 1, "ignored")] };

    private static readonly SensorStatus Status = new()
    {
        Version = "3.0.0",
        Since = At,
        Modes = ["stcp"],
        Orders = "block",
        Addresses = [Address.Parse("192.0.2.1")],
        Interfaces = ["eth0"],
        Blockers = ["nftables"],
    };

    [Fact]
    public void Batch_within_its_bounds_is_without_fault()
    {
        Assert.Null(ReportCheck.Fault(new ReportBatch { OutboxId = "a" }));
        Assert.Null(ReportCheck.Fault(new ReportBatch { OutboxId = new string('a', 64), Applied = Applied, Status = Status }));
        Assert.Null(ReportCheck.Fault(Batch(Alarm, Seen with { Seq = 5 }, Held with { Seq = 6 }, new AlarmRetracted { Seq = long.MaxValue, Network = Alarm.Network, At = At })));
        Assert.Null(ReportCheck.Fault(Batch([.. Enumerable.Range(1, ReportBatch.MaxReports).Select(number => Alarm with { Seq = number })])));
    }

    [Fact]
    public void Outbox_and_numbers_have_their_form() => Faults(
        ("outboxId must be", Batch() with { OutboxId = "" }),
        ("outboxId must be", Batch() with { OutboxId = null! }),
        ("outboxId must be", Batch() with { OutboxId = new string('a', 65) }),
        ("outboxId must be", Batch() with { OutboxId = "a/b" }),
        ("a batch holds at most 1000 reports", Batch() with { Reports = null! }),
        ("a batch holds at most 1000 reports", Batch([.. Enumerable.Range(1, ReportBatch.MaxReports + 1).Select(number => Alarm with { Seq = number })])),
        ("the numbers of reports must rise from 1", Batch(Alarm with { Seq = 0 })),
        ("the numbers of reports must rise from 1", Batch(Alarm with { Seq = 2 }, Alarm with { Seq = 2 })),
        ("the numbers of reports must rise from 1", Batch([null!])));

    [Fact]
    public void Reports_have_bounds() => Faults(
        ("report 1: mode and verdict are words", Batch(Alarm with { Mode = TooLong })),
        ("report 1: mode and verdict are words", Batch(Alarm with { Verdict = null! })),
        ("report 1: mode and verdict are words", Batch(Alarm with { Verdict = "a\0b" })),
        ("report 1: its port, probes or kind", Batch(Alarm with { Port = 65536 })),
        ("report 1: its port, probes or kind", Batch(Alarm with { Port = -1 })),
        ("report 1: its port, probes or kind", Batch(Alarm with { Probes = -1 })),
        ("report 1: its port, probes or kind", Batch(Alarm with { Kind = 0 })),
        ("report 1: the source is not within its network", Batch(Alarm with { Source = Address.Parse("192.0.2.8") })),
        ("report 1: it holds at most 500 contacts", Batch(Seen with { Contacts = null! })),
        ("report 1: it holds at most 500 contacts", Batch(Seen with { Contacts = [.. Enumerable.Repeat(Contact, ContactsSeen.MaxContacts + 1)] })),
        ("report 1: a contact's port or kind", Batch(Seen with { Contacts = [Contact, null!] })),
        ("report 1: a contact's port or kind", Batch(Seen with { Contacts = [Contact with { Port = 65536 }] })),
        ("report 1: a contact's port or kind", Batch(Seen with { Contacts = [Contact with { Kind = (ScanKind)99 }] })),
        ("report 1: a contact's port or kind", Batch(Seen with { Contacts = [Contact with { Network = Cidr.Parse("192.0.2.0/24") }] })),
        ("report 1: its reason is a text of at most 500 characters", Batch(Held with { Reason = new string('x', 501) })),
        ("report 1: its reason is a text of at most 500 characters", Batch(Held with { Reason = "\0" })),
        ("report 1: its reason is a text of at most 500 characters", Batch(Held with { Reason = null! })));

    [Fact]
    public void What_rides_beside_reports_has_bounds() => Faults(
        ("the digest is too long", Batch() with { Applied = Applied with { Digest = TooLong } }),
        ("the digest is too long", Batch() with { Applied = Applied with { Digest = null! } }),
        ("at most 100 refusals at once", Batch() with { Applied = Applied with { Refused = null! } }),
        ("at most 100 refusals at once", Batch() with { Applied = Applied with { Refused = [.. Enumerable.Repeat(Applied.Refused[0], OrdersApplied.MaxRefusals + 1)] } }),
        ("a refusal's reason is a word", Batch() with { Applied = Applied with { Refused = [null!] } }),
        ("a refusal's reason is a word", Batch() with { Applied = Applied with { Refused = [Applied.Refused[0] with { Reason = TooLong }] } }),
        ("at most 64 addresses", Batch() with { Status = Status with { Addresses = null! } }),
        ("at most 64 addresses", Batch() with { Status = Status with { Addresses = [.. Enumerable.Repeat(Status.Addresses[0], SensorStatus.MaxAddresses + 1)] } }),
        ("the status is not complete", Batch() with { Status = Status with { Version = null! } }),
        ("the status is not complete", Batch() with { Status = Status with { Interfaces = null! } }),
        ("the words of the status are too many or too long", Batch() with { Status = Status with { Version = TooLong } }),
        ("the words of the status are too many or too long", Batch() with { Status = Status with { Modes = [null!] } }),
        ("the words of the status are too many or too long", Batch() with { Status = Status with { Blockers = [.. Enumerable.Repeat("a", 33)] } }));

    [Theory]
    [InlineData("""{"outboxId":"box","reports":[null]}""")]
    [InlineData("""{"outboxId":"box"}""")]
    [InlineData("""{"outboxId":"box","reports":[{"report":"evidence","seq":1,"contacts":[null]}]}""")]
    [InlineData("""{"outboxId":"box","reports":[],"applied":{"position":"log1.1","digest":"","refused":[null]}}""")]
    [InlineData("""{"outboxId":"box","reports":[],"applied":{"position":"log1.1","digest":""}}""")]
    [InlineData("""{"outboxId":"box","reports":[],"status":{"version":"3","since":"2026-11-22T08:00:00Z","modes":[null],"orders":"block","addresses":[],"interfaces":[],"blockers":[]}}""")]
    [InlineData("""{"outboxId":"box","reports":[],"status":{"version":"3","since":"2026-11-22T08:00:00Z","modes":[],"orders":"block","addresses":[]}}""")]
    [InlineData("""{"outboxId":"box","reports":[{"report":"held","seq":1,"target":"192.0.2.7","since":"2026-11-22T08:00:00Z","byOperator":true}]}""")]
    public void Gaps_in_what_was_sent_are_told_and_nothing_is_thrown(string text) =>
        Assert.NotNull(ReportCheck.Fault(JsonSerializer.Deserialize(text, WireJson.Default.ReportBatch)!));

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00x")]
    [InlineData("\u00ed\u00a0\u0080")]
    public void Half_a_character_does_not_come_through_the_reader_of_reports(string half)
    {
        // PostgreSQL takes no such text; Latin 1 gives the bytes as they stand here.
        var text = Encoding.Latin1.GetBytes($$"""{"outboxId":"box","reports":[{"report":"held","seq":1,"target":"192.0.2.7","since":"2026-11-22T08:00:00Z","byOperator":true,"reason":"{{half}}"}]}""");

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text, WireJson.Default.ReportBatch));
    }

    private static ReportBatch Batch(params SensorReport[] reports) => new() { OutboxId = "box", Reports = reports };

    private static void Faults(params (string Fault, ReportBatch Batch)[] cases) => Assert.All(
        cases,
        one => Assert.StartsWith(one.Fault, ReportCheck.Fault(one.Batch), StringComparison.Ordinal));
}

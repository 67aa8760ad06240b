using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Shared.Tests.Contracts;

public sealed class WireJsonTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
    private static readonly Address Source = Address.Parse("192.0.2.7");
    private static readonly Cidr Network = Cidr.Parse("2001:db8::/64");
    private static readonly SensorId Sensor = SensorId.Parse("0123456789abcdef");
    private static readonly FleetPolicy Policy = new()
    {
        Simulate = true,
        Blockers = ["nftables"],
        Rules = [new LabelRule(new Dictionary<string, string> { ["site"] = "a" }, null, ["ipset"]), new LabelRule(new Dictionary<string, string>(), false, null)],
    };

    private static readonly SensorReport[] Reports =
    [
        new AlarmRaised { Seq = 1, Source = Source, Network = Network, Mode = "stcp", Kind = ScanKind.TinyFragment, Port = 111, Probes = 3, FirstProbe = At, At = At.AddTicks(1), Proven = true, Verdict = "block", IsSettling = true },
        new ContactsSeen { Seq = 2, Contacts = [new FirstContact(Source, Network, ScanKind.Udp, 0, At)] },
        new SourceHeld { Seq = 3, Target = Network, Since = At, Until = At.AddDays(1), ByOperator = true, ForFleet = true, Proven = true, Reason = "é \"<" },
        new AlarmRetracted { Seq = long.MaxValue, Network = Network, At = At },
    ];

    private static readonly FleetOrder[] Orders =
    [
        new BlockOrder { Target = Network, Until = At, ByOperator = true, Proven = true, Reason = "port scan", Port = 1 },
        new BlockOrder { Target = Network, ByOperator = true, Reason = "list drop: known scanners", List = "drop" },
        new UnblockOrder(Network, "by hand"),
        new ExpireOrder(At),
        new IgnoreOrder([Network], []),
        new ProtectOrder(FleetRole.Coordinator, [Source], [Source]),
        new PolicyOrder(Policy),
    ];

    private static readonly SensorStatus Status = new()
    {
        Version = "3.0.0",
        Since = At,
        Modes = ["tcp"],
        Orders = "block",
        Addresses = [Source],
        Interfaces = ["eth0"],
        Blockers = ["nftables"],
        Blocks = 1,
        Alarms = 2,
        FramesDropped = 3,
        OutboxWaiting = 4,
        OutboxDropped = 5,
    };

    private static readonly OrdersApplied Applied = new() { Position = new OrderPosition("abc1", 17), Digest = "00ff", Refused = [new OrderRefused(Network, 17, "own")] };

    /// <summary>One of every type that crosses the wire.</summary>
    private static readonly object[] Samples =
    [
        new ReportBatch { OutboxId = "o1", SentAt = At, Reports = Reports, Applied = Applied, Status = Status },
        new ReportReceipt(7),
        .. Reports,
        Status,
        Applied,
        new EnrolmentRequest("pse1.x.y", "one", "csr"),
        new AuthoritiesAnswer("authorities"),
        new EnrolmentAnswer("certificate", "authorities", Sensor),
        new RenewalRequest("csr"),
        new LinkRefusal("no"),
        new SensorGreeting(Sensor, "one", new Dictionary<string, string> { ["site"] = "a" }, "pem", At),
        new StreamPing(At, 5),
        new SnapshotWanted("abc1", 5, "the digest differs"),
        .. Orders,
        new LoggedOrder(5, At, Orders[0]),
        new SnapshotHead { LogId = "abc1", Position = 5, At = At, Digest = "00ff", Blocks = 1, Policy = Policy, Ignored = [Network], Sensors = [Source], Coordinators = [Source] },
    ];

    public static TheoryData<string> Types => [.. Declared().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_of_the_wire_round_trips(string name)
    {
        var type = Declared().Single(type => type.FullName == name);
        var samples = Samples.Where(type.IsInstanceOfType).ToList();
        Assert.NotEmpty(samples);

        foreach (var sample in samples)
        {
            var text = JsonSerializer.Serialize(sample, type, WireJson.Default);
            var again = JsonSerializer.Deserialize(text, type, WireJson.Default);

            Assert.IsType(sample.GetType(), again);
            Assert.Equivalent(sample, again, strict: true);
            Assert.Equal(text, JsonSerializer.Serialize(again, type, WireJson.Default));
        }
    }

    [Theory]
    [InlineData(typeof(SensorReport))]
    [InlineData(typeof(FleetOrder))]
    public void Every_kind_of_a_closed_set_has_a_sample_and_its_own_word(Type set)
    {
        var kinds = set.GetCustomAttributes<JsonDerivedTypeAttribute>().ToList();

        Assert.Equal(set.Assembly.GetTypes().Where(type => type.BaseType == set).ToHashSet(), kinds.Select(kind => kind.DerivedType).ToHashSet());
        Assert.All(kinds, kind => Assert.Contains(Samples, kind.DerivedType.IsInstanceOfType));
        Assert.Distinct(kinds.Select(kind => kind.TypeDiscriminator));
    }

    [Theory]
    [InlineData("""{"report":"alarm","seq":1,"source":"192.0.2.7","network":"192.0.2.7","mode":"stcp","kind":"TinyFragment","port":111,"probes":1,"firstProbe":"2026-11-18T08:26:40+00:00","at":"2026-11-18T08:26:40+00:00","verdict":"block","later":1}""", typeof(AlarmRaised))]
    [InlineData("""{"report":"evidence","seq":1,"contacts":[{"source":"192.0.2.7","network":"192.0.2.7","kind":"Syn","port":1,"at":"2026-11-18T08:26:40+00:00"}]}""", typeof(ContactsSeen))]
    [InlineData("""{"report":"held","seq":1,"target":"192.0.2.0/24","since":"2026-11-18T08:26:40+00:00","byOperator":false}""", typeof(SourceHeld))]
    [InlineData("""{"report":"retracted","seq":1,"network":"192.0.2.7","at":"2026-11-18T08:26:40+00:00"}""", typeof(AlarmRetracted))]
    public void Report_of_the_first_version_is_read(string text, Type type) =>
        Assert.IsType(type, JsonSerializer.Deserialize(text, WireJson.Default.SensorReport));

    [Theory]
    [InlineData("""{"order":"block","target":"192.0.2.7"}""", typeof(BlockOrder))]
    [InlineData("""{"order":"unblock","target":"192.0.2.7","reason":""}""", typeof(UnblockOrder))]
    [InlineData("""{"order":"expire","before":"2026-11-18T08:26:40+00:00"}""", typeof(ExpireOrder))]
    [InlineData("""{"order":"ignore","add":["192.0.2.0/24"],"remove":[]}""", typeof(IgnoreOrder))]
    [InlineData("""{"order":"protect","role":"Sensor","add":["192.0.2.7"],"remove":[]}""", typeof(ProtectOrder))]
    [InlineData("""{"order":"policy","policy":{"simulate":true,"rules":[{"labels":{"site":"a"}}]}}""", typeof(PolicyOrder))]
    public void Order_of_the_first_version_is_read(string text, Type type) =>
        Assert.IsType(type, JsonSerializer.Deserialize(text, WireJson.Default.FleetOrder));

    [Theory]
    [InlineData("""{"report":"later","seq":1}""")]
    [InlineData("""{"report":"retracted","seq":1}""")]
    [InlineData("""{"report":"retracted","seq":1,"network":null,"at":"2026-11-18T08:26:40+00:00"}""")]
    [InlineData("""{"report":"retracted","seq":1,"network":"x","at":"2026-11-18T08:26:40+00:00"}""")]
    [InlineData("""{"report":"retracted","seq":"x","network":"192.0.2.7","at":"2026-11-18T08:26:40+00:00"}""")]
    [InlineData("""{"report":"evidence","seq":1,"contacts":null}""")]
    [InlineData("""{"report":"evidence","seq":1,"contacts":[{"source":"192.0.2.7","network":"192.0.2.7","kind":"Nonsense","port":1,"at":"2026-11-18T08:26:40+00:00"}]}""")]
    [InlineData("""{"report":1,"seq":1}""")]
    [InlineData("[]")]
    public void Report_of_another_form_is_refused(string text)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text, WireJson.Default.SensorReport));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"outboxId":"o1","reports":[{{text}}]}""", WireJson.Default.ReportBatch));
    }

    /// <summary>System.Text.Json tells this one fault otherwise than all others; whoever reads from strangers catches both.</summary>
    [Fact]
    public void Report_without_its_word_is_not_supported() =>
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize("""{"seq":1}""", WireJson.Default.SensorReport));

    private static IEnumerable<Type> Declared() =>
        CustomAttributeData.GetCustomAttributes(typeof(WireJson))
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!);
}

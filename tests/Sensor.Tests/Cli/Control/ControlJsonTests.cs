using System.Reflection;
using System.Text.Json;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Tests.Report;

namespace PortSentry.Sensor.Tests.Cli.Control;

public sealed class ControlJsonTests
{
    public static TheoryData<Type> Requests { get; } =
        [.. typeof(ControlRequest).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ControlRequest)))];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Request_of_every_type_round_trips(Type type)
    {
        var request = Filled(type);

        var json = JsonSerializer.Serialize(request, ControlJson.Default.ControlRequest);

        Assert.Equal(request, JsonSerializer.Deserialize(json, ControlJson.Default.ControlRequest));
        Assert.DoesNotContain('\n', json);
    }

    [Fact]
    public void Requests_read_as_they_always_did()
    {
        Assert.Equal(new AskStatus(), Read("""{"ask":"status"}"""));
        Assert.Equal(new AskBlocks(), Read("""{"ask":"blocks"}"""));
        Assert.Equal(new AskBlock("192.0.2.7", 60, "why"), Read("""{"ask":"block","target":"192.0.2.7","seconds":60,"reason":"why","later":1}"""));
        Assert.Equal(new AskUnblock("192.0.2.7"), Read("""{"ask":"unblock","target":"192.0.2.7"}"""));
        Assert.Equal(new AskUnblockAll(), Read("""{"ask":"unblock-all"}"""));
        Assert.Equal(new AskReload(), Read("""{"ask":"reload"}"""));
    }

    [Fact]
    public void Reply_of_every_part_round_trips()
    {
        var block = BlockView.Of(Events.Block());
        var reply = new ControlReply { Error = "why", Blocks = [block], Freed = ["192.0.2.7"], Reloaded = ["line"], Status = Status };

        var json = JsonSerializer.Serialize(reply, ControlJson.Default.ControlReply);
        var again = JsonSerializer.Deserialize(json, ControlJson.Default.ControlReply)!;

        Assert.Equal(("why", block, "192.0.2.7", "line"), (again.Error, again.Blocks!.Single(), again.Freed!.Single(), again.Reloaded!.Single()));
        Assert.Equal(json, JsonSerializer.Serialize(again, ControlJson.Default.ControlReply));
    }

    [Fact]
    public void Block_is_shown_with_its_alarm() => Assert.Equal(
        """{"target":"192.0.2.7","origin":"local","since":"2026-11-22T07:50:40+00:00","until":"2026-11-22T08:50:40+00:00","proven":false,"times":1,"reason":"","mode":"stcp","kind":"syn","port":111,"firstProbe":"2026-11-22T07:50:40+00:00","alarmAt":"2026-11-22T07:50:40+00:00","inForceAt":"2026-11-22T07:50:40+00:00"}""",
        JsonSerializer.Serialize(BlockView.Of(Events.Block()), ControlJson.Default.BlockView));

    [Fact]
    public void Block_for_ever_without_an_alarm_that_is_not_in_force_yet_is_shown_without_them() => Assert.Equal(
        """{"target":"192.0.2.7","origin":"local","since":"2026-11-22T07:50:40+00:00","proven":false,"times":1,"reason":""}""",
        JsonSerializer.Serialize(BlockView.Of(Events.Block() with { Until = null, InForceAt = null, Alarm = null }), ControlJson.Default.BlockView));

    private static StatusView Status { get; } = new()
    {
        Version = "3.0.0",
        Pid = 1,
        Since = Events.Now,
        Modes = ["stcp"],
        Configuration = "/etc/portsentry/portsentry.conf",
        Response = "block",
        Blockers = ["nftables"],
        Detectors =
        [
            new DetectorView
            {
                Mode = "stcp",
                Response = "block",
                Tripwires = "1,11",
                ServicePorts = 2,
                Probes = 6,
                Alarms = 7,
                Copies = 8,
                Spared = 9,
                Innocent = 15,
                NotLogged = 10,
                Sources = 11,
                SourcesOverwritten = 0,
                SourcesEvicted = 12,
            },
        ],
        Tripwires = "1,11",
        ServicePorts = 2,
        Interfaces = ["eth0"],
        FramesPassed = 3,
        FramesDropped = 4,
        FramesMalformed = 5,
        Probes = 6,
        Alarms = 7,
        Copies = 8,
        Spared = 9,
        NotLogged = 10,
        Sources = 11,
        SourcesOverwritten = 0,
        SourcesEvicted = 12,
        Blocks = 13,
        Fleet = new FleetView
        {
            Coordinators = ["https://c1.example:7443"],
            Connected = true,
            Since = Events.Now,
            Problem = "the store is away",
            Orders = "block",
            Position = "3f9a.17",
            OutboxWaiting = 16,
            OutboxBytes = 17,
            OutboxDropped = 18,
            OrderBlocks = 19,
        },
        Dropped = new Dictionary<string, long> { ["block"] = 14 },
        Protected = new Dictionary<string, IReadOnlyList<string>> { ["own"] = ["192.0.2.1"] },
    };

    private static ControlRequest? Read(string json) => JsonSerializer.Deserialize(json, ControlJson.Default.ControlRequest);

    /// <summary>A request with something in every part of it.</summary>
    private static ControlRequest Filled(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
        return (ControlRequest)constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType))]);
    }

    private static object Sample(Type type)
    {
        if (type == typeof(string))
            return "text \"quoted\"\nand é";
        if (type == typeof(long?))
            return 42L;
        if (type == typeof(bool))
            return true;
        throw new NotSupportedException($"a part of type {type} needs a sample here");
    }
}

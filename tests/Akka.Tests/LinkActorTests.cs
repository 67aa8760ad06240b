using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Sensor.Akka;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Akka;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using AkkaTestKit = Akka.TestKit.Xunit2.TestKit;

namespace PortSentry.Akka.Tests;

/// <summary>The sensor's end of the link, beside a coordinator's gateway that says what the test wants.</summary>
public sealed class LinkActorTests : AkkaTestKit
{
    private const string LogId = "3f9a5c0d17e2b846";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Begun = TimeProvider.System.GetUtcNow();

    private readonly Certificates _fleet;
    private readonly X509Certificate2 _coordinator;
    private readonly X509Certificate2 _sensor;
    private readonly Channel<IReadOnlyList<LinkEvent>> _events = Channel.CreateBounded<IReadOnlyList<LinkEvent>>(100);
    private readonly IActorRef _link;

    public LinkActorTests()
        : this(new Certificates())
    {
    }

    private LinkActorTests(Certificates fleet)
        : base(Nodes.Settings(fleet.Coordinator, fleet.Trusted, AkkaNames.Coordinator))
    {
        (_fleet, _coordinator, _sensor) = (fleet, fleet.Coordinator, fleet.Sensor("s1"));
        Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)), AkkaNames.Gateway);
        Cluster.Get(Sys).Join(Cluster.Get(Sys).SelfAddress);
        var identity = new MemberIdentity(() => _sensor, () => _fleet.Trusted, TimeProvider.System);
        _link = Sys.ActorOf(Props.Create(() => new LinkActor(identity, TimeProvider.System, Nothing)), "link");
    }

    [Fact]
    public async Task Conversation_opens_with_the_position_held_and_passes_what_the_coordinator_says()
    {
        var opened = Open(new OrderPosition(LogId, 5));
        Assert.Equal($"{LogId}.5", Encoding.UTF8.GetString(opened.Body.Span));

        Say(opened, 1, Order(6) + Ping(6));

        Assert.Equal(6, (await NextAsync()).OfType<OrderCame>().Single().Place.Position);
    }

    [Fact]
    public async Task What_no_coordinator_has_signed_is_not_heard()
    {
        var opened = Open(new OrderPosition(LogId, 5));
        _link.Tell(SealedFrame.Seal(new Frame(FrameKind.Events, opened.Conversation, 1, Bytes(Order(6))), _fleet.Sensor("s2")), TestActor);
        _link.Tell(SealedFrame.Seal(new Frame(FrameKind.Published, Guid.Empty, 6, Bytes(Order(6))), _fleet.Sensor("s2")), TestActor);
        using var others = new Certificates();
        _link.Tell(SealedFrame.Seal(new Frame(FrameKind.Events, opened.Conversation, 1, Bytes(Order(6))), others.Coordinator), TestActor);

        Say(opened, 1, Ping(5));

        Assert.IsType<Pinged>(Assert.Single(await NextAsync()));
    }

    [Fact]
    public async Task What_is_said_again_or_in_another_conversation_is_not_heard()
    {
        var opened = Open(new OrderPosition(LogId, 5));
        Say(opened, 2, Ping(5));
        await NextAsync();

        Say(opened, 2, Ping(5));
        Say(opened with { Conversation = Guid.NewGuid() }, 3, Ping(5));
        Say(opened, 3, Order(6));

        Assert.IsType<OrderCame>(Assert.Single(await NextAsync()));
    }

    [Fact]
    public async Task Published_orders_are_passed_and_a_gap_opens_the_conversation_again()
    {
        var opened = Open(new OrderPosition(LogId, 5));
        Say(opened, 1, Ping(5));
        await NextAsync();

        Publish(Order(6));
        Assert.Equal(6, ((OrderCame)(await NextAsync())[0]).Place.Position);
        Publish(Order(8));

        Assert.Equal($"{LogId}.6", Encoding.UTF8.GetString(Hear(FrameKind.Open).Body.Span));
    }

    [Fact]
    public async Task End_is_told_to_whoever_follows()
    {
        var opened = Open(null);
        Say(opened, 1, Ping(0));
        await NextAsync();
        Answer(new Frame(FrameKind.End, opened.Conversation, 0, default));
        Assert.Equal("the coordinator ended the order stream", (await FailureAsync()).Message);
    }

    [Fact]
    public async Task Sensor_whose_clock_was_set_back_goes_on_above_the_number_that_is_known()
    {
        var opened = Open(new OrderPosition(LogId, 5));
        var known = opened.Number + TimeSpan.TicksPerHour;
        Answer(new Frame(FrameKind.Refusal, opened.Conversation, opened.Number, (new FrameRefusal(409, "older", null) { Above = known }).Encode()));

        var again = Hear(FrameKind.Open);
        Say(again, 1, Ping(5));

        Assert.True(again.Number > known);
        Assert.IsType<Pinged>(Assert.Single(await NextAsync()));
    }

    [Fact]
    public async Task Refused_sensor_is_told_why()
    {
        var opened = Open(null);
        Answer(new Frame(FrameKind.Refusal, opened.Conversation, opened.Number, new FrameRefusal(403, "s1 was revoked", null).Encode()));

        var failure = await FailureAsync();

        Assert.Equal((LinkFault.Refused, "s1 was revoked"), (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task Question_gets_its_own_answer_and_none_when_the_conversation_ends()
    {
        var opened = Open(null);
        Say(opened, 1, Ping(0));
        await NextAsync();
        var (first, second) = (Ask(), Ask());
        var (asked, other) = (Hear(FrameKind.Reports), Hear(FrameKind.Reports));
        Assert.True(other.Number > asked.Number);

        Answer(new Frame(FrameKind.Receipt, opened.Conversation, asked.Number, Bytes("one")));
        Assert.Equal("one", Encoding.UTF8.GetString((await first.Task.WaitAsync(Patience)).Body.Span));
        Answer(new Frame(FrameKind.End, opened.Conversation, 0, default));

        Assert.Equal("the coordinator ended the order stream", (await Assert.ThrowsAsync<LinkException>(() => second.Task.WaitAsync(Patience))).Message);
    }

    [Fact]
    public async Task Question_waits_for_the_conversation()
    {
        var early = Ask();
        var opened = Open(null);
        Say(opened, 1, Ping(0));
        var asked = Hear(FrameKind.Reports);
        Answer(new Frame(FrameKind.Receipt, opened.Conversation, asked.Number, Bytes("one")));

        Assert.Equal("one", Encoding.UTF8.GetString((await early.Task.WaitAsync(Patience)).Body.Span));
    }

    [Fact]
    public async Task Questions_that_wait_are_few()
    {
        var asked = Enumerable.Range(0, 9).Select(_ => Ask()).ToList();

        Assert.Equal(LinkFault.Unreachable, (await Assert.ThrowsAsync<LinkException>(() => asked[8].Task.WaitAsync(Patience))).Fault);
        Assert.All(asked[..8], ask => Assert.False(ask.Task.IsCompleted));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _fleet.Dispose();
        _coordinator.Dispose();
        _sensor.Dispose();
    }

    private Frame Open(OrderPosition? held)
    {
        _link.Tell(new Follow(held, _events.Writer), ActorRefs.NoSender);
        return Hear(FrameKind.Open);
    }

    private Frame Hear(FrameKind kind)
    {
        var sealedFrame = ExpectMsg<SealedFrame>(Patience);
        Assert.True(sealedFrame.TryOpen(_sensor, out var frame));
        Assert.Equal(kind, frame.Kind);
        return frame;
    }

    private TaskCompletionSource<Frame> Ask()
    {
        var answer = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        _link.Tell(new Ask(FrameKind.Reports, Bytes("{}"), answer), ActorRefs.NoSender);
        return answer;
    }

    private void Say(Frame opened, long number, string events) => Answer(new Frame(FrameKind.Events, opened.Conversation, number, Bytes(events)));

    private void Publish(string events) => Answer(new Frame(FrameKind.Published, Guid.Empty, 0, Bytes(events)));

    private void Answer(Frame frame) => _link.Tell(SealedFrame.Seal(frame, _coordinator), TestActor);

    private async Task<IReadOnlyList<LinkEvent>> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task<LinkException> FailureAsync()
    {
        while (true)
        {
            try
            {
                await NextAsync();
            }
            catch (ChannelClosedException closed)
            {
                return Assert.IsType<LinkException>(closed.InnerException);
            }
            catch (LinkException failure)
            {
                return failure;
            }
        }
    }

    private static void Nothing()
    {
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Ping(long position) => Encoding.UTF8.GetString(StreamText.Ping(new StreamPing(Begun, position)));

    private static string Order(long position) =>
        Encoding.UTF8.GetString(StreamText.Order(LogId, new LoggedOrder(position, Begun, new UnblockOrder(Cidr.Parse("192.0.2.7"), "a test"))));

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(message => to.Forward(message));
    }
}

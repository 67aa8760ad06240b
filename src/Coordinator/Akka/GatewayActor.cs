using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Akka.Cluster;
using PortSentry.Shared.Akka;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Pki;
using Membership = Akka.Cluster.Cluster;

namespace PortSentry.Coordinator.Akka;

/// <summary>What sensors write to: opens a conversation with each that is enrolled, and hands on what each says. A sensor is who has signed; who has sent does not count. Bounded: a conversation a sensor.</summary>
internal sealed class GatewayActor : ReceiveActor
{
    private const int MostSigners = 20_000;

    private readonly MemberParts _parts;
    private readonly TimeProvider _time;
    private readonly Signers _signers = new(MostSigners);
    private readonly Dictionary<SensorId, Talk> _talks = [];

    public GatewayActor(MemberParts parts, TimeProvider time)
    {
        (_parts, _time) = (parts, time);
        Receive<SealedFrame>(Hear);
        Receive<Terminated>(Over);
        Receive<ClusterEvent.UnreachableMember>(happened => Went(happened.Member));
        Receive<ClusterEvent.MemberRemoved>(happened => Went(happened.Member));
        ReceiveAny(_ => { });
    }

    /// <inheritdoc/>
    protected override void PreStart() =>
        Membership.Get(Context.System).Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved), typeof(ClusterEvent.IReachabilityEvent));

    /// <summary>A conversation that failed is not begun again from here: the sensor opens another.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Hear(SealedFrame sealedFrame)
    {
        if (_signers.Find(sealedFrame.Certificate) is not { } signer || !sealedFrame.TryOpen(signer, out var frame))
            return;

        // Whether it is revoked is asked in the conversation, each time.
        if (_parts.Services.Gate.Judge(signer) is not PeerAccepted peer)
            return;

        var known = _talks.GetValueOrDefault(peer.Id);
        if (frame.Kind == FrameKind.Open && frame.Number > (known?.Opened ?? 0))
            Open(peer.Id, signer, frame);
        else if (frame.Kind == FrameKind.Open)
            Sender.Tell(Older(frame, known!.Opened), ActorRefs.NoSender);
        else if (known is not null && known.Conversation == frame.Conversation)
            known.Actor.Tell(frame, Sender);
    }

    private void Open(SensorId sensor, X509Certificate2 signer, Frame frame)
    {
        if (_talks.TryGetValue(sensor, out var old))
            Context.Stop(old.Actor);

        var held = OrderPosition.TryParse(Encoding.UTF8.GetString(frame.Body.Span), out var position) ? position : (OrderPosition?)null;
        var (link, from) = (Sender, IPAddress.TryParse(Sender.Path.Address.Host, out var address) ? address : null);
        var opening = new Opening(signer, from, frame, held, link);
        var actor = Context.ActorOf(Props.Create(() => new ConversationActor(opening, _parts, _time)));
        Context.Watch(actor);
        _talks[sensor] = new Talk(frame.Conversation, frame.Number, actor, link.Path.Address);
    }

    private SealedFrame Older(Frame frame, long opened)
    {
        var refusal = new FrameRefusal(StatusCodes.Status409Conflict, "this conversation is older than the last one: the sensor's clock was set back", null) { Above = opened };
        return SealedFrame.Seal(new Frame(FrameKind.Refusal, frame.Conversation, frame.Number, refusal.Encode()), _parts.Identity.Own);
    }

    private void Over(Terminated terminated)
    {
        // Its number stays: what was said before is not listened to again.
        foreach (var (sensor, talk) in _talks)
        {
            if (talk.Actor.Equals(terminated.ActorRef))
                _talks[sensor] = talk with { Conversation = Guid.NewGuid() };
        }
    }

    private void Went(Member member)
    {
        foreach (var talk in _talks.Values.Where(talk => talk.From == member.Address))
            Context.Stop(talk.Actor);
    }

    private sealed record Talk(Guid Conversation, long Opened, IActorRef Actor, global::Akka.Actor.Address From);
}

/// <summary>How a conversation begins.</summary>
/// <param name="Certificate">Who has signed.</param>
/// <param name="From">Where that one is; null when it is known by a name.</param>
/// <param name="Frame">What it said.</param>
/// <param name="Held">The last order it holds.</param>
/// <param name="Link">Its end of the link.</param>
internal sealed record Opening(X509Certificate2 Certificate, IPAddress? From, Frame Frame, OrderPosition? Held, IActorRef Link);

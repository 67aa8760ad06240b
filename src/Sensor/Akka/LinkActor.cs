using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Akka;
using MemberAddress = Akka.Actor.Address;

namespace PortSentry.Sensor.Akka;

/// <summary>The sensor's end of the link in the cluster: talks to one coordinator, as long as that is a member that answers, and hears what is published to all sensors. What comes from no coordinator is dropped.</summary>
internal sealed class LinkActor : ReceiveActor, IWithTimers
{
    private const int MostSigners = 64;

    // A sensor asks for one thing of a kind at a time.
    private const int MostEarly = 8;
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);

    private readonly MemberIdentity _identity;
    private readonly TimeProvider _time;
    private readonly Action _lost;
    private readonly Random _chance = new(RandomNumberGenerator.GetInt32(int.MaxValue));
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Signers _signers = new(MostSigners);
    private readonly SortedSet<Member> _coordinators = new(Member.AddressOrdering as IComparer<Member>);
    private readonly Dictionary<long, TaskCompletionSource<Frame>> _asked = [];
    private readonly List<Ask> _early = [];
    private Follow? _follow;
    private FollowedOrders _orders = new(null);
    private MemberAddress? _peer;
    private Guid _conversation;
    private bool _isOpen;
    private long _number;
    private long _heard;
    private long _since;
    private long _alone;

    /// <param name="identity">Who this sensor is, and whom it believes.</param>
    /// <param name="time">Time.</param>
    /// <param name="lost">Told when this member must join anew: no coordinator is in its cluster.</param>
    public LinkActor(MemberIdentity identity, TimeProvider time, Action lost)
    {
        (_identity, _time, _lost) = (identity, time, lost);
        _alone = time.GetTimestamp();
        Receive<Follow>(Begin);
        Receive<Unfollow>(End);
        Receive<Ask>(Question);
        Receive<SealedFrame>(Hear);
        Receive<Look>(_ => LookAround());
        Receive<ClusterEvent.MemberUp>(up => Came(up.Member));
        Receive<ClusterEvent.ReachableMember>(reachable => Came(reachable.Member));
        Receive<ClusterEvent.UnreachableMember>(unreachable => Went(unreachable.Member));
        Receive<ClusterEvent.IMemberEvent>(happened => When(happened));
        Receive<SubscribeAck>(_ => { });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        DistributedPubSub.Get(Context.System).Mediator.Tell(new Subscribe(AkkaNames.Orders, Self));
        Timers.StartPeriodicTimer(nameof(Look), Look.Now, LookPeriod);
    }

    /// <inheritdoc/>
    protected override void PostStop() => Lose(LinkFault.Unreachable, "this sensor has left the cluster");

    private void Begin(Follow follow)
    {
        if (_follow is not null)
            Lose(LinkFault.Unreachable, "the order stream begins anew");
        (_follow, _orders, _since) = (follow, new FollowedOrders(follow.Held), _time.GetTimestamp());
        Open();
    }

    private void End(Unfollow unfollow)
    {
        if (_follow?.Events == unfollow.Events)
            Lose(LinkFault.Unreachable, "nobody follows the orders");
    }

    /// <summary>Opens a conversation with a coordinator, the same as before where that still is one; waits where there is none.</summary>
    private void Open()
    {
        if (_peer is null || _coordinators.All(one => one.Address != _peer))
            _peer = _coordinators.ElementAtOrDefault(_chance.Next(Math.Max(1, _coordinators.Count)))?.Address;
        if (_peer is null)
            return;

        (_conversation, _heard) = (Guid.NewGuid(), 0);
        Send(FrameKind.Open, Encoding.UTF8.GetBytes(_orders.Last?.ToString() ?? ""));
    }

    private void Question(Ask ask)
    {
        if (_isOpen)
            _asked[Send(ask.Kind, ask.Body)] = ask.Answer;
        else if (_early.Count < MostEarly)
            _early.Add(ask);
        else
            ask.Answer.TrySetException(new LinkException(LinkFault.Unreachable, "no coordinator is reached in the cluster"));
    }

    private long Send(FrameKind kind, ReadOnlyMemory<byte> body)
    {
        // Rises over restarts, too: what is said again by somebody else is older than what was heard last.
        _number = Math.Max(_number + 1, _time.GetUtcNow().UtcTicks);
        Context.ActorSelection($"{_peer}/user/{AkkaNames.Gateway}").Tell(SealedFrame.Seal(new Frame(kind, _conversation, _number, body), _identity.Own), Self);
        return _number;
    }

    private void Hear(SealedFrame sealedFrame)
    {
        if (_follow is null || _signers.Find(sealedFrame.Certificate) is not { } signer || !sealedFrame.TryOpen(signer, out var frame) || !_identity.IsCoordinator(signer))
            return;

        try
        {
            if (frame.Kind == FrameKind.Published)
                Pass(_orders.TakePublished(frame.Body));
            else if (frame.Conversation == _conversation)
                HearMine(frame);
        }
        catch (LinkException failure)
        {
            Lose(failure.Fault, failure.Message);
        }
    }

    private void HearMine(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Events when frame.Number > _heard:
                (_heard, _since) = (frame.Number, _time.GetTimestamp());
                Opened();
                Pass(_orders.TakeDirect(frame.Body));
                break;
            case FrameKind.Refusal when frame.Number == _number && FrameRefusal.Decode(frame.Body) is { Above: { } above } && above > _number:
                _number = above;
                Open();
                break;
            case FrameKind.Refusal when !_isOpen && FrameRefusal.Decode(frame.Body) is { } refusal:
                Lose(LinkAnswers.Failure(refusal));
                break;
            case FrameKind.Receipt or FrameKind.Piece or FrameKind.Refusal when _asked.Remove(frame.Number, out var answer):
                answer.TrySetResult(frame);
                break;
            case FrameKind.End:
                Lose(LinkFault.Unreachable, "the coordinator ended the order stream");
                break;
        }
    }

    private void Opened()
    {
        if (_isOpen)
            return;

        _isOpen = true;
        foreach (var ask in _early.Where(ask => !ask.Answer.Task.IsCompleted))
            Question(ask);
        _early.Clear();
    }

    private void Pass((IReadOnlyList<LinkEvent> Passed, bool IsMissing) taken)
    {
        if (taken.Passed.Count > 0 && !_follow!.Events.TryWrite(taken.Passed))
        {
            Lose(LinkFault.Busy, "this sensor is too busy to carry out orders; the order stream begins again");
        }
        else if (taken.IsMissing)
        {
            _orders.CatchUp();
            Open();
        }
    }

    private void LookAround()
    {
        foreach (var (number, _) in _asked.Where(one => one.Value.Task.IsCompleted).ToList())
            _asked.Remove(number);
        _early.RemoveAll(ask => ask.Answer.Task.IsCompleted);
        if (_coordinators.Count > 0)
            _alone = _time.GetTimestamp();
        if (_follow is null)
            return;

        var waited = _time.GetElapsedTime(_since);
        if (_time.GetElapsedTime(_alone) > JoinPatience)
        {
            Lose(LinkFault.Unreachable, "no coordinator is a member of the cluster; this sensor joins anew");
            _lost();
        }
        else if (_coordinators.Count > 0 && waited > (_isOpen ? Silence : OpenPatience))
        {
            _peer = null;
            Lose(LinkFault.Unreachable, $"the coordinator said nothing for {(int)waited.TotalSeconds} seconds");
        }
    }

    private void Came(Member member)
    {
        if (!member.HasRole(AkkaNames.Coordinator) || !_coordinators.Add(member) || _follow is null || _peer is not null)
            return;

        _since = _time.GetTimestamp();
        Open();
    }

    private void Went(Member member)
    {
        if (_coordinators.Remove(member) && member.Address == _peer)
        {
            _peer = null;
            Lose(LinkFault.Unreachable, $"coordinator {member.Address.Host} is gone");
        }
    }

    private void When(ClusterEvent.IMemberEvent happened)
    {
        if (happened is ClusterEvent.MemberRemoved or ClusterEvent.MemberExited or ClusterEvent.MemberLeft or ClusterEvent.MemberDowned)
            Went(happened.Member);
    }

    private void Lose(LinkFault fault, string why) => Lose(new LinkException(fault, why));

    private void Lose(LinkException failure)
    {
        foreach (var answer in _asked.Values.Concat(_early.Select(ask => ask.Answer)))
            answer.TrySetException(failure);
        _asked.Clear();
        _early.Clear();
        _follow?.Events.TryComplete(failure);
        (_follow, _isOpen, _conversation) = (null, false, Guid.Empty);
    }
}

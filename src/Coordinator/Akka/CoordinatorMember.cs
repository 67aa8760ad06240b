using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.Singleton;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Akka;
using MemberAddress = Akka.Actor.Address;
using Membership = Akka.Cluster.Cluster;

namespace PortSentry.Coordinator.Akka;

/// <summary>This coordinator as a member of the cluster, from its joining until it leaves or is put out.</summary>
internal sealed class CoordinatorMember : IAsyncDisposable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(15);

    /// <summary>A coordinator that was noted within it lives: each notes itself every two seconds.</summary>
    private static readonly TimeSpan LivingNote = TimeSpan.FromSeconds(6);

    private readonly MemberParts _parts;
    private readonly TimeProvider _time;
    private readonly ActorSystem _system;
    private readonly Membership _cluster;
    private readonly IActorRef _mediator;
    private readonly IActorRef _news;
    private readonly DeciderState _decider = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _began;
    private readonly string _shown;
    private int _idle;
    private bool _isAskedForAlone;

    private CoordinatorMember(MemberParts parts, ActorSystem system, TimeProvider time)
    {
        (_parts, _system, _time, _began) = (parts, system, time, time.GetTimestamp());
        _shown = parts.Identity.Own.Thumbprint;
        _cluster = Membership.Get(system);
        _cluster.RegisterOnMemberUp(() => _joined.TrySetResult());
        _mediator = DistributedPubSub.Get(system).Mediator;
        _news = system.ActorOf(Props.Create(() => new NewsActor(parts.Events)).WithMailbox(AkkaSettings.Mailbox), "news");
        system.ActorOf(Props.Create(() => new GatewayActor(parts, time)).WithMailbox(AkkaSettings.Mailbox), AkkaNames.Gateway);
        system.ActorOf(
            ClusterSingletonManager.Props(
                Props.Create(() => new DeciderActor(parts, _decider, time)),
                PoisonPill.Instance,
                ClusterSingletonManagerSettings.Create(system).WithRole(AkkaNames.Coordinator)),
            AkkaNames.Decider);
    }

    /// <summary>Looks in a row that find the decider here without the right to decide, before this coordinator leaves that to others.</summary>
    public required int IdleLooks { get; init; }

    /// <summary>True when it has decided while it was a member.</summary>
    public bool HasDecided { get; private set; }

    /// <summary>Starts; it joins as soon as it runs. Throws when the port is taken.</summary>
    public static CoordinatorMember Start(MemberParts parts, int idleLooks, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var setup = AkkaSettings.Of(parts.Host, AkkaNames.Coordinator, parts.Operators, parts.Identity, loggers.CreateLogger<CoordinatorMember>());
        return new CoordinatorMember(parts, ActorSystem.Create(AkkaNames.System, setup), time) { IdleLooks = idleLooks };
    }

    /// <summary>Tells the other coordinators.</summary>
    public void Publish(News news) => _mediator.Tell(new Publish(AkkaNames.News, news), _news);

    /// <summary>Joins, and returns when it must join anew, with the reason, or is stopped, without one.</summary>
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(LookPeriod, _time);
        try
        {
            await JoinAsync(stop).ConfigureAwait(false);
            while (await ticks.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                if (await LookAsync(stop).ConfigureAwait(false) is { } why)
                    return why;
            }
        }
        catch (OperationCanceledException)
        {
            // We stop.
        }

        return null;
    }

    /// <summary>Leaves, so that another decides at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsTerminated)
            await _system.Terminate().ConfigureAwait(false);
        else
            await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).ConfigureAwait(false);
    }

    private async Task JoinAsync(CancellationToken stop)
    {
        MemberAddress[] others = _cluster.Settings.SeedNodes.Count > 0
            ? [.. _cluster.Settings.SeedNodes]
            : [.. (await OthersAsync(stop).ConfigureAwait(false)).Select(AddressOf)];
        if (others.Length > 0)
            _cluster.JoinSeedNodes(others);
        else
            JoinAlone();
    }

    private void JoinAlone()
    {
        _isAskedForAlone = true;
        _cluster.Join(_cluster.SelfAddress);
    }

    private async Task<string?> LookAsync(CancellationToken stop)
    {
        if (_cluster.IsTerminated || _system.WhenTerminated.IsCompleted)
            return "it was put out of the cluster";
        if (_parts.Identity.Own.Thumbprint != _shown)
            // A member shows the one it began with.
            return "its certificate is another";
        if (!_joined.Task.IsCompleted)
        {
            // Nobody whom it knows of answers: the store says whether somebody else decides.
            if (!_isAskedForAlone && _time.GetElapsedTime(_began) > JoinPatience)
                JoinAlone();
            return null;
        }

        HasDecided |= _decider.IsElected;
        return await IsIdleAsync(stop).ConfigureAwait(false) ? "the decider is here, but may not decide" : null;
    }

    /// <summary>True when the decider is here in vain while there are others: this coordinator does not reach the database, or is in a cluster of its own, since two began at once or a cut has healed.</summary>
    private async Task<bool> IsIdleAsync(CancellationToken stop)
    {
        if (_decider is not { IsHere: true, IsElected: false })
            _idle = 0;
        else if (_cluster.State.Members.Any(IsAnother) || (await OthersAsync(stop).ConfigureAwait(false)).Count > 0)
            _idle++;
        return _idle >= IdleLooks;
    }

    private bool IsAnother(Member member) => member.HasRole(AkkaNames.Coordinator) && member.Status == MemberStatus.Up && member.UniqueAddress != _cluster.SelfUniqueAddress;

    /// <summary>The other coordinators that live, as the store knows.</summary>
    private async Task<IReadOnlyList<MemberRow>> OthersAsync(CancellationToken stop)
    {
        try
        {
            var now = _time.GetUtcNow();
            var members = await _parts.Store.ListMembersAsync(stop).ConfigureAwait(false);
            return [.. members.Where(member => member.Name != _parts.Name && (now - member.SeenAt).Duration() <= LivingNote)];
        }
        catch (StoreUnavailableException)
        {
            return [];
        }
    }

    private MemberAddress AddressOf(MemberRow member) => new(_cluster.SelfAddress.Protocol, AkkaNames.System, new Uri(member.Url).Host, AkkaNames.Port);
}

using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Akka;

namespace PortSentry.Coordinator.Akka;

/// <summary>The cluster's singleton. Where it is, the coordinator tries for the right to decide, and has it until the singleton goes elsewhere; and from there orders are published to all sensors as the log has them.</summary>
internal sealed class DeciderActor : ReceiveActor, IDisposable
{
    private const int MostText = 256 * 1024;
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly MemberParts _parts;
    private readonly DeciderState _state;
    private readonly TimeProvider _time;
    private readonly IActorRef _mediator = DistributedPubSub.Get(Context.System).Mediator;
    private readonly CancellationTokenSource _stop = new();

    public DeciderActor(MemberParts parts, DeciderState state, TimeProvider time)
    {
        (_parts, _state, _time) = (parts, state, time);
        Receive<Status.Failure>(failure => throw new InvalidOperationException("the singleton begins anew", failure.Cause));
        ReceiveAny(_ => { });
    }

    /// <summary>Frees what it holds; done when it stops.</summary>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _state.IsHere = true;
        Run(DecideAsync());
        Run(PublishAsync());
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        Dispose();
        (_state.IsHere, _state.IsElected) = (false, false);
    }

    private void Run(Task work)
    {
        var self = Self;
        // A failure makes the supervisor start the singleton again.
        _ = work.ContinueWith(done => self.Tell(new Status.Failure(done.Exception!.GetBaseException())), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private async Task DecideAsync()
    {
        var events = new ElectedHere(_parts.Events, _state);
        try
        {
            await _parts.Election.RunAsync(events, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The singleton goes elsewhere: so does the right to decide.
        }
        finally
        {
            await events.ResignAsync().ConfigureAwait(false);
        }
    }

    private async Task PublishAsync()
    {
        using var ticks = new PeriodicTimer(LookPeriod, _time);
        var stop = _stop.Token;
        try
        {
            var node = await FeedAsync(stop).ConfigureAwait(false);
            var tick = ticks.WaitForNextTickAsync(stop).AsTask();
            while (true)
            {
                await Task.WhenAny(node.Next, tick).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
                node = await PublishFromAsync(node).ConfigureAwait(false);
                if (!tick.IsCompleted)
                    continue;

                // A feed that begins anew, since the log is another one, leaves its followers behind.
                var feed = await FeedAsync(stop).ConfigureAwait(false);
                if (!node.Next.IsCompleted && feed.Position != node.Position)
                    node = feed;
                tick = ticks.WaitForNextTickAsync(stop).AsTask();
            }
        }
        catch (OperationCanceledException)
        {
            // The singleton goes elsewhere.
        }
    }

    private async Task<FeedNode> PublishFromAsync(FeedNode node)
    {
        using var text = new MemoryStream();
        while (node.Next.IsCompletedSuccessfully)
        {
            node = await node.Next.ConfigureAwait(false);
            // Pings, too: how our clock was set goes before an order by it.
            text.Write(node.Text.Span);
            if (text.Length > MostText)
                Publish(text, node);
        }

        Publish(text, node);
        return node;
    }

    private void Publish(MemoryStream text, FeedNode last)
    {
        if (text.Length == 0)
            return;

        var frame = new Frame(FrameKind.Published, Guid.Empty, last.Position.Position, text.ToArray());
        _mediator.Tell(new Publish(AkkaNames.Orders, SealedFrame.Seal(frame, _parts.Identity.Own)), ActorRefs.NoSender);
        text.SetLength(0);
    }

    private async Task<FeedNode> FeedAsync(CancellationToken stop)
    {
        var answer = new TaskCompletionSource<FeedNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_parts.Services.Broadcast.Tell(new GetFeed(answer)))
        {
            using var pause = new PeriodicTimer(LookPeriod, _time);
            await pause.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }

        return await answer.Task.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Notes the session that has the right to decide, so that it can be given back.</summary>
    private sealed class ElectedHere(IClusterEvents events, DeciderState state) : IClusterEvents
    {
        private ILeaderSession? _session;

        public void Elected(ILeaderSession session)
        {
            Volatile.Write(ref _session, session);
            state.IsElected = true;
            _ = NoteEndAsync(session);
            events.Elected(session);
        }

        public void NewsCame(ClusterNews news) => events.NewsCame(news);

        public async ValueTask ResignAsync()
        {
            if (Volatile.Read(ref _session) is { } session)
                await session.DisposeAsync().ConfigureAwait(false);
        }

        private async Task NoteEndAsync(ILeaderSession session)
        {
            await session.Ended.ConfigureAwait(false);
            state.IsElected = false;
        }
    }
}

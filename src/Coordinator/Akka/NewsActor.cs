using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using PortSentry.Coordinator.Cluster;
using PortSentry.Shared.Akka;

namespace PortSentry.Coordinator.Akka;

/// <summary>Hears from the other coordinators that something is new.</summary>
internal sealed class NewsActor : ReceiveActor
{
    public NewsActor(IClusterEvents events)
    {
        // What this coordinator says itself it has heard already.
        Receive<News>(news => !Sender.Equals(Self) && Enum.IsDefined((ClusterNews)news.What), news => events.NewsCame((ClusterNews)news.What));
        ReceiveAny(_ => { });
    }

    /// <inheritdoc/>
    protected override void PreStart() => DistributedPubSub.Get(Context.System).Mediator.Tell(new Subscribe(AkkaNames.News, Self));
}

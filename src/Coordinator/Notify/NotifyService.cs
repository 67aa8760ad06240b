using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Notify;

/// <summary>Starts those who tell the configured targets.</summary>
internal static partial class NotifyService
{
    private const int Messages = 256;

    /// <summary>Starts an actor for each target, and the one that looks for news when there is any target; the desk answers for them all.</summary>
    public static NotifyDesk Start(Supervisor supervisor, IReadOnlyList<NotifyTarget> targets, NotifyPlace place, NotifyTools tools, (ActorRef<LeaderMessage> Leader, FleetWatch Watch, TimeProvider Time, ILoggerFactory Loggers) with)
    {
        var log = with.Loggers.CreateLogger<TargetActor>();
        List<(NotifyTarget Target, ActorRef<TargetMessage> Actor)> started = [];
        foreach (var target in targets)
        {
            if (target.Url.Scheme == Uri.UriSchemeHttp && !target.Url.IsLoopback)
                LogPlain(log, target.Name, target.Place);
            started.Add((target, supervisor.Spawn($"notify-{target.Name}", new Mailbox<TargetMessage>(Messages), () => new TargetActor(target, place, tools, log))));
        }

        if (started.Count > 0)
            supervisor.Spawn("notify", new Mailbox<NotifyLook>(Messages), () => new NotifyActor([.. started.Select(pair => (pair.Target.Name, pair.Actor))], tools, with.Leader, with.Watch, with.Loggers.CreateLogger<NotifyActor>()));
        return new NotifyDesk(started, tools, with.Time);
    }

    [LoggerMessage(3721, LogLevel.Warning, "Notifications to {Name} go to {Place} in the clear: everybody on the way can read and change them")]
    private static partial void LogPlain(ILogger logger, string name, string place);
}

using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Notify;

/// <summary>Answers operators what has come of notifications, and sends tests for them.</summary>
internal sealed class NotifyDesk(IReadOnlyList<(NotifyTarget Target, ActorRef<TargetMessage> Actor)> targets, NotifyTools tools, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TestPatience = Senders.Patience * 2.5;

    /// <summary>The targets, by name.</summary>
    public async Task<IReadOnlyList<NotificationView>> ListAsync(CancellationToken cancel)
    {
        var states = await tools.Store.ListTargetsAsync(cancel).ConfigureAwait(false);
        var waiting = await Task.WhenAll(targets.Select(pair => WaitingAsync(pair.Actor, cancel))).ConfigureAwait(false);
        return [.. targets.Zip(waiting).Select(pair => ViewOf(pair.First.Target, states.FirstOrDefault(state => state.Name == pair.First.Target.Name) ?? new TargetState { Name = pair.First.Target.Name }, pair.Second))];
    }

    /// <summary>Sends a test now, and says what the target answered.</summary>
    public async Task<OperatorAnswer> TestAsync(TestNotification test, CancellationToken cancel)
    {
        if (targets.FirstOrDefault(pair => pair.Target.Name == test.Name) is not { Actor: { } actor, Target: { } target })
            return new OperatorAnswer { Error = targets.Count == 0 ? "no target is configured: the section notify of the configuration names them" : $"no target is named {test.Name}; there are {string.Join(", ", targets.Select(pair => pair.Target.Name))}" };

        var answer = new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!actor.Tell(new TestTarget(test.Who, answer)))
            return new OperatorAnswer { Error = $"{target.Name} has too much to do" };
        var outcome = await WithinAsync(answer.Task, TestPatience, cancel).ConfigureAwait(false) ?? new SendOutcome(false, "it is still busy with another message");
        await tools.Store.AuditAsync(new AuditRow(time.GetUtcNow(), test.Who, $"notify test {target.Name}: {(outcome.IsSent ? "sent" : "failed")}", test.Reason), cancel).ConfigureAwait(false);
        return outcome.IsSent
            ? new OperatorAnswer { Done = [$"{target.Name} at {target.Place}: {outcome.Answer}"] }
            : new OperatorAnswer { Error = $"{target.Name} at {target.Place} did not take it: {outcome.Answer}" };
    }

    private async Task<int> WaitingAsync(ActorRef<TargetMessage> actor, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!actor.Tell(new GetWaiting(answer)))
            return 0;

        try
        {
            return await answer.Task.WaitAsync(Patience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return 0;
        }
    }

    private async Task<T?> WithinAsync<T>(Task<T> answer, TimeSpan patience, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await answer.WaitAsync(patience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static NotificationView ViewOf(NotifyTarget target, TargetState state, int waiting) => new()
    {
        Name = target.Name,
        Kind = TargetKindText.Name(target.Kind),
        Place = target.Place,
        About = [.. new[] { (Topics.Needs, "needs"), (Topics.Blocks, "blocks"), (Topics.Changes, "changes") }.Where(pair => target.About.HasFlag(pair.Item1)).Select(pair => pair.Item2)],
        State = state switch { { Failures: > 0 } => "failing", { SentAt: null } => "new", _ => "works" },
        SentAt = state.SentAt,
        Sent = state.Sent,
        Failed = state.Failed,
        LeftOut = state.LeftOut,
        Waiting = waiting,
        FailingSince = state.FailingSince,
        Problem = state.Problem,
    };
}

using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;

namespace PortSentry.Coordinator.Notify;

/// <summary>Tells one target: nobody but its own messages waits for it. How far it was told is written down before more is sent.</summary>
internal sealed partial class TargetActor : Actor<TargetMessage>
{
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(30);

    private readonly NotifyTarget _target;
    private readonly NotifyPlace _place;
    private readonly INotifySender _sender;
    private readonly IStore _store;
    private readonly NotifyCounts _counts;
    private readonly Random _chance;
    private readonly ILogger<TargetActor> _logger;
    private readonly Reminder _reminder = new();
    private readonly Reminder _partly = new();
    private readonly TargetBook _book;
    private TargetState? _saved;
    private long _savedAt;
    private bool _leads;

    public TargetActor(NotifyTarget target, NotifyPlace place, NotifyTools tools, ILogger<TargetActor> logger)
    {
        (_target, _place, _sender, _store, _counts, _chance, _logger) = (target, place, tools.SenderOf(target), tools.Store, tools.Counts, tools.Chance(), logger);
        _book = new TargetBook(target, Form);
        _counts.Begin(target.Kind);
        Become(Ready);
    }

    private TimeSpan Now => Context.Time.GetElapsedTime(0);

    /// <inheritdoc/>
    protected override ValueTask OnStopped()
    {
        _sender.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(TargetMessage message)
    {
        switch (message)
        {
            case BeginTelling begin:
                Begin(begin.State);
                break;
            case EndTelling:
                _book.Rest();
                _leads = false;
                break;
            case TellNews news:
                // After a failure it is empty, and goes on where it has last written down that it was.
                if (news.News.Leads && !_leads && (await _store.ListTargetsAsync(Context.Stopping).ConfigureAwait(false)).FirstOrDefault(state => state.Name == _target.Name) is { } known)
                    Begin(known);
                _book.Observe(news.News, Now, Context.Time.GetUtcNow());
                await SendDueAsync().ConfigureAwait(false);
                await SaveAsync(isUrgent: false).ConfigureAwait(false);
                break;
            case TestTarget test:
                test.Answer.TrySetResult(await TestAsync(test.Who).ConfigureAwait(false));
                break;
            case GetWaiting waiting:
                waiting.Answer.TrySetResult(_book.Waiting);
                break;
        }
    }

    private void Begin(TargetState state)
    {
        _book.Begin(state);
        (_leads, _saved, _savedAt) = (true, _book.State, Context.Time.GetTimestamp());
    }

    private async Task<SendOutcome> TestAsync(string who)
    {
        var outcome = await _sender.SendAsync(Form([NotifyEvents.Test(who, Context.Time.GetUtcNow())], 0), Context.Stopping).ConfigureAwait(false);
        _counts.Count(_target.Kind, outcome.IsSent ? NotifyCounts.Sent : NotifyCounts.Failed, 1);
        return outcome;
    }

    private async ValueTask SendDueAsync()
    {
        var leftOut = _book.State.LeftOut;
        var message = _book.Due(Now);
        _counts.Count(_target.Kind, NotifyCounts.LeftOut, _book.State.LeftOut - leftOut);
        if (message is null)
            return;

        var outcome = await _sender.SendAsync(message, Context.Stopping).ConfigureAwait(false);
        if (outcome.IsSent)
            TookIt(outcome);
        else
            Refused(outcome);
        await SaveAsync(isUrgent: true).ConfigureAwait(false);
    }

    private void TookIt(SendOutcome outcome)
    {
        if (_reminder.IsOver())
            LogWorks(_target.Name);
        if (outcome.Problem.Length > 0 && _partly.IsDue(Context.Time))
            LogNotForAll(_target.Name, outcome.Problem);
        _book.Sent(Now, Context.Time.GetUtcNow(), outcome.Problem);
        _counts.Count(_target.Kind, NotifyCounts.Sent, 1);
    }

    private void Refused(SendOutcome outcome)
    {
        _book.Failed(outcome, Now, Context.Time.GetUtcNow(), _chance.NextDouble());
        _counts.Count(_target.Kind, NotifyCounts.Failed, 1);
        if (_reminder.IsDue(Context.Time))
            LogFails(_target.Name, _target.Place, outcome.Answer);
    }

    /// <summary>Writes down how far it was told: at once when it matters, else now and then. What cannot be written is written the next time.</summary>
    private async ValueTask SaveAsync(bool isUrgent)
    {
        if (!_leads || ReferenceEquals(_saved, _book.State) || (!isUrgent && Context.Time.GetElapsedTime(_savedAt) < SavePeriod))
            return;

        try
        {
            var state = _book.State;
            await _store.SaveTargetAsync(state, Context.Stopping).ConfigureAwait(false);
            (_saved, _savedAt) = (state, Context.Time.GetTimestamp());
        }
        catch (StoreUnavailableException failure)
        {
            LogStoreAway(failure.Message);
        }
    }

    private NotifyMessage Form(IReadOnlyList<NotifyEvent> events, long leftOut) => new(
        Guid.NewGuid().ToString("n"),
        Context.Time.GetUtcNow(),
        _place.Coordinator,
        [.. events.Select(one => one with { Link = one.Link.Length > 0 && _place.Console.Length > 0 ? _place.Console + one.Link : "" })],
        leftOut,
        _place.Console);

    [LoggerMessage(3701, LogLevel.Warning, "The notification target {Name} at {Place} takes no messages: {Problem}; what waits is sent again until it does, for an hour")]
    private partial void LogFails(string name, string place, string problem);

    [LoggerMessage(3702, LogLevel.Information, "The notification target {Name} takes messages again")]
    private partial void LogWorks(string name);

    [LoggerMessage(3704, LogLevel.Warning, "Not everyone at the notification target {Name} gets its messages: {Problem}")]
    private partial void LogNotForAll(string name, string problem);

    [LoggerMessage(3703, LogLevel.Debug, "The store is away: {Problem}")]
    private partial void LogStoreAway(string problem);
}

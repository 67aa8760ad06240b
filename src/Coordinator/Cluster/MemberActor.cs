using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Cluster;

/// <summary>Keeps house: notes every two seconds that this member lives and how it is, asks for the protection of its addresses when they have changed, and has the store forget what retention no longer keeps.</summary>
internal sealed partial class MemberActor : Actor<MemberMessage>
{
    private static readonly TimeSpan NotePeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TrimPeriod = TimeSpan.FromMinutes(1);

    /// <summary>A clock that was set wrong is set right within this time: until then nothing is forgotten by it.</summary>
    private static readonly TimeSpan ClockSettles = TimeSpan.FromDays(1);
    private static readonly TimeSpan LargeShift = TimeSpan.FromHours(1);

    private readonly MemberRow _self;
    private readonly Retention _retention;
    private readonly IStore _store;
    private readonly ActorRef<LeaderMessage> _leader;
    private readonly ActorRef<BroadcastMessage> _broadcast;
    private readonly Func<IReadOnlyList<Address>> _addresses;
    private readonly ILogger<MemberActor> _logger;
    private IReadOnlyList<Address> _protected = [];
    private ClockWatch? _clock;
    private long? _clockSet;

    public MemberActor(
        MemberRow self, Retention retention, IStore store, ActorRef<LeaderMessage> leader, ActorRef<BroadcastMessage> broadcast, Func<IReadOnlyList<Address>> addresses, ILogger<MemberActor> logger)
    {
        (_self, _retention, _store, _leader, _broadcast, _addresses, _logger) = (self, retention, store, leader, broadcast, addresses, logger);
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        _clock = new ClockWatch(Context.Time);
        Context.Every("note", NotePeriod, new NoteMember());
        Context.Every("trim", TrimPeriod, new TrimStore());
        Context.Self.Tell(new NoteMember());
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(MemberMessage message)
    {
        try
        {
            switch (message)
            {
                case NoteMember:
                    await NoteAsync().ConfigureAwait(false);
                    await ProtectAsync().ConfigureAwait(false);
                    break;
                case TrimStore when IsClockSettled():
                    await TrimAsync().ConfigureAwait(false);
                    break;
            }
        }
        catch (StoreUnavailableException failure)
        {
            LogStoreAway(failure.Message);
        }
    }

    /// <summary>False for a day after the clock was set by more than an hour: all history would be too old by a clock that is a year ahead.</summary>
    private bool IsClockSettled()
    {
        var set = _clock!.TakeShift();
        if (set.Duration() >= LargeShift)
        {
            LogClockSet(set);
            _clockSet = Context.Time.GetTimestamp();
        }

        return _clockSet is not { } since || Context.Time.GetElapsedTime(since) >= ClockSettles;
    }

    private async ValueTask NoteAsync()
    {
        var leads = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var streams = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_leader.Tell(new AskLeading(leads)) || !_broadcast.Tell(new CountStreams(streams)))
            return;

        await _store.SaveMemberAsync(
            _self with
            {
                SeenAt = Context.Time.GetUtcNow(),
                IsLeader = await leads.Task.WaitAsync(Context.Stopping).ConfigureAwait(false),
                Streams = await streams.Task.WaitAsync(Context.Stopping).ConfigureAwait(false),
            },
            Context.Stopping).ConfigureAwait(false);
    }

    private async ValueTask ProtectAsync()
    {
        var addresses = _addresses();
        if (addresses.SequenceEqual(_protected))
            return;

        await _store.SubmitAsync(
            new ChangeProtected(FleetRole.Coordinator, _self.Name, addresses) { Id = Guid.NewGuid(), At = Context.Time.GetUtcNow(), Who = $"coordinator {_self.Name}", Reason = "its own addresses" },
            Context.Stopping).ConfigureAwait(false);
        _leader.Tell(new WorkWaits());
        _protected = addresses;
    }

    private async ValueTask TrimAsync()
    {
        if (await _store.TrimAsync(_retention, Context.Time.GetUtcNow(), Context.Stopping).ConfigureAwait(false))
            Context.After("trim on", NotePeriod, new TrimStore());
    }

    [LoggerMessage(3201, LogLevel.Debug, "The store is away: {Problem}")]
    private partial void LogStoreAway(string problem);

    [LoggerMessage(3202, LogLevel.Warning, "The clock was set by {Shift}: history is forgotten again, by the clock as it is then, in a day")]
    private partial void LogClockSet(TimeSpan shift);
}

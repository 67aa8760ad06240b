using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Makes reports of events: alarms and what a person blocked at once, first contacts gathered for a moment.</summary>
internal sealed class EvidenceActor : Actor<ReportEvent>
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly ActorRef<OutboxMessage> _outbox;
    private readonly Func<string, bool> _isSettling;
    private readonly ContactGathering _gathering;

    /// <param name="outbox">Who keeps the reports.</param>
    /// <param name="window">A contact is first once within it.</param>
    /// <param name="isSettling">Whether a mode's alarms are within BOOT_GRACE.</param>
    public EvidenceActor(ActorRef<OutboxMessage> outbox, TimeSpan window, Func<string, bool> isSettling)
    {
        (_outbox, _isSettling, _gathering) = (outbox, isSettling, new ContactGathering(window));
        Become(Ready);
    }

    protected override ValueTask OnStopped()
    {
        Send();
        return ValueTask.CompletedTask;
    }

    private void Ready(ReportEvent happening)
    {
        switch (happening)
        {
            case ProbeJudged judged:
                Judge(judged);
                break;
            case BlockListChanged { Change: SourceBlocked { Block: { Origin: BlockOrigin.Operator } block } }:
                Keep(FleetReports.Held(block, forFleet: false));
                break;
            case BlockListChanged { Change: SourceProven { Block: var proven } }:
                Keep(FleetReports.Held(proven, forFleet: false));
                break;
            case FleetHostMet met:
                Gather(met.Contact);
                break;
            case AlarmTakenBack taken:
                Keep(new AlarmRetracted { Seq = 0, Network = taken.Network, At = Context.Time.GetUtcNow() });
                break;
            case MomentOver:
                Send();
                break;
        }
    }

    private void Judge(ProbeJudged judged)
    {
        if (judged.Sighting.Outcome == Outcome.Alarm)
            Keep(FleetReports.Alarm(judged, _isSettling(judged.Mode)));

        Gather(FleetReports.Contact(judged));
    }

    private void Gather(FirstContact contact)
    {
        if (_gathering.Add(contact))
            Context.After("moment", Moment, new MomentOver());
        if (_gathering.IsFull)
            Send();
    }

    private void Send()
    {
        if (_gathering.Take() is { } contacts)
            Keep(contacts);
    }

    private void Keep(SensorReport report) => _outbox.Tell(new KeepReport(report));
}

/// <summary>What was gathered is to be sent.</summary>
internal sealed record MomentOver : ReportEvent;

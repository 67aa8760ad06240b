using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class OutboxActorTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource<ReportBatch> _batch = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task How_far_the_orders_are_carried_out_is_told_a_moment_later_all_of_the_moment_in_one_word()
    {
        await using var host = new ActorHost();
        var outbox = Spawn(host);
        outbox.Tell(new TakeBatch(ReportBatch.MaxReports, _batch));
        outbox.Tell(new KeepApplied(Applied(1)));
        outbox.Tell(new KeepApplied(Applied(2)));
        await host.Time.TimerDueIn(Moment).Soon();
        Assert.False(_batch.Task.IsCompleted);

        host.Time.Advance(Moment);

        var batch = await _batch.Task.Soon();
        Assert.Equal((0, Applied(2).Position), (batch.Reports.Count, batch.Applied?.Position));
        await host.StopAsync();
    }

    [Fact]
    public async Task How_far_the_orders_are_carried_out_goes_with_the_first_report_there_is()
    {
        await using var host = new ActorHost();
        var outbox = Spawn(host);
        outbox.Tell(new KeepApplied(Applied(1)));
        outbox.Tell(new KeepReport(Reports.Alarm()));
        outbox.Tell(new TakeBatch(ReportBatch.MaxReports, _batch));

        var batch = await _batch.Task.Soon();

        Assert.Equal((1, Applied(1).Position), (batch.Reports.Count, batch.Applied?.Position));
        await host.StopAsync();
    }

    private ActorRef<OutboxMessage> Spawn(ActorHost host) =>
        host.Spawn<OutboxMessage>(() => new OutboxActor(new Outbox(_folder["outbox"], new OutboxLimits()), new CollectingLogger<OutboxActor>()));

    private static OrdersApplied Applied(long position) => new() { Position = new OrderPosition("3f9a", position), Digest = "d", Refused = [] };
}

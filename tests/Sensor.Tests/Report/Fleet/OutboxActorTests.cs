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

    [Fact]
    public async Task Receipt_for_more_than_was_ever_sent_delivers_nothing_and_all_is_sent_again_under_a_new_name()
    {
        await using var host = new ActorHost();
        var outbox = Spawn(host);
        outbox.Tell(new KeepReport(Reports.Alarm()));
        outbox.Tell(new KeepReport(Reports.Alarm()));
        var first = await TakeAsync(outbox, max: 1);

        outbox.Tell(new BatchDelivered(first, new ReportReceipt(2)));
        var again = await TakeAsync(outbox);
        outbox.Tell(new BatchDelivered(again, new ReportReceipt(2)));
        outbox.Tell(new KeepReport(Reports.Alarm()));
        var next = await TakeAsync(outbox);

        Assert.Equal([[1], [1, 2], [3]], new[] { Numbers(first), Numbers(again), Numbers(next) });
        Assert.NotEqual(first.OutboxId, again.OutboxId);
        Assert.Equal(again.OutboxId, next.OutboxId);
        await host.StopAsync();
        using var restarted = new Outbox(_folder["outbox"], new OutboxLimits());
        Assert.Equal(again.OutboxId, restarted.Id);
    }

    [Fact]
    public async Task Receipt_for_what_an_earlier_process_may_have_sent_is_a_receipt()
    {
        string name;
        await using (var before = new ActorHost())
        {
            var earlier = Spawn(before);
            earlier.Tell(new KeepReport(Reports.Alarm()));
            earlier.Tell(new KeepReport(Reports.Alarm()));
            name = (await TakeAsync(earlier)).OutboxId;
            await before.StopAsync();
        }

        await using var host = new ActorHost();
        var outbox = Spawn(host);
        var first = await TakeAsync(outbox, max: 1);
        outbox.Tell(new BatchDelivered(first, new ReportReceipt(2)));
        outbox.Tell(new KeepReport(Reports.Alarm()));
        var next = await TakeAsync(outbox);

        Assert.Equal((name, name), (first.OutboxId, next.OutboxId));
        Assert.True(Assert.Single(next.Reports).Seq > 2);
        await host.StopAsync();
    }

    private static async Task<ReportBatch> TakeAsync(ActorRef<OutboxMessage> outbox, int max = ReportBatch.MaxReports)
    {
        var answer = new TaskCompletionSource<ReportBatch>(TaskCreationOptions.RunContinuationsAsynchronously);
        outbox.Tell(new TakeBatch(max, answer));
        return await answer.Task.Soon();
    }

    private static long[] Numbers(ReportBatch batch) => [.. batch.Reports.Select(report => report.Seq)];

    private ActorRef<OutboxMessage> Spawn(ActorHost host) =>
        host.Spawn<OutboxMessage>(() => new OutboxActor(new Outbox(_folder["outbox"], new OutboxLimits()), new CollectingLogger<OutboxActor>()));

    private static OrdersApplied Applied(long position) => new() { Position = new OrderPosition("3f9a", position), Digest = "d", Refused = [] };
}

using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class ReportSenderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CollectingLogger<ReportSender> _log = new();
    private readonly ScriptedLink _link = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Report_that_the_coordinator_does_not_understand_is_found_and_left_out()
    {
        _link.Understands = report => report.Seq != 3;

        await Run(6, () => _link.Delivered.Contains(6));

        Assert.Equal([1, 2, 4, 5, 6], _link.Delivered.Order());
        Assert.Equal([6312, 6311], _log.Ids);
    }

    [Fact]
    public async Task Reports_are_kept_while_the_coordinator_is_away()
    {
        _link.Failures = 3;

        await Run(2, () => _link.Delivered.Contains(2));

        Assert.Equal([1, 2], _link.Delivered);
        Assert.Empty(_log.Ids);
    }

    [Fact]
    public async Task First_batch_says_how_the_sensor_is()
    {
        await Run(1, () => _link.Delivered.Contains(1));

        Assert.Contains(_link.Statuses, status => status.Version == "3.0.0");
    }

    [Fact]
    public async Task Batch_says_what_the_sensors_clock_shows_as_it_is_sent()
    {
        var before = TimeProvider.System.GetUtcNow();
        await Run(1, () => _link.Delivered.Contains(1));

        Assert.InRange(_link.SentAt[0]!.Value, before, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Status_that_the_coordinator_does_not_understand_costs_no_report()
    {
        _link.TakesStatus = false;

        await Run(3, () => _link.Delivered.Contains(3));

        Assert.Equal([1, 2, 3], _link.Delivered.Order());
        Assert.Empty(_link.Statuses);
        Assert.Contains(6312, _log.Ids);
        Assert.DoesNotContain(6311, _log.Ids);
    }

    private async Task Run(int reports, Func<bool> until)
    {
        using var supervisor = new Supervisor(TimeProvider.System, new CollectingLogger<Supervisor>());
        var outbox = supervisor.Spawn("outbox", new Mailbox<OutboxMessage>(100), () => new OutboxActor(new Outbox(_folder["outbox"], new OutboxLimits()), new CollectingLogger<OutboxActor>()));
        var watch = supervisor.Spawn("watch", new Mailbox<LinkNews>(100), () => new LinkWatchActor(new CollectingLogger<LinkWatchActor>()));
        var orders = supervisor.Spawn("orders", new Mailbox<OrdersMessage>(1), () => new Ignoring());
        var status = new SensorStatus { Version = "3.0.0", Since = Reports.Now, Modes = [], Orders = "block", Addresses = [] };
        var sender = new ReportSender(_link, new FleetActors(outbox, orders, watch), _ => Task.FromResult(status), new Random(1), TimeProvider.System, _log);
        for (var i = 0; i < reports; i++)
            outbox.Tell(new KeepReport(Reports.Alarm(i)));

        using var cancel = new CancellationTokenSource();
        var running = sender.RunAsync(cancel.Token);
        await Eventually.True(until, "the reports are delivered");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
        await supervisor.StopAsync(Deadline.Generous);
    }

    private sealed class Ignoring : Actor<OrdersMessage>
    {
        public Ignoring() => Become(static _ => { });
    }

    /// <summary>A link that fails as often as it is told to, and refuses batches that hold what it does not understand.</summary>
    private sealed class ScriptedLink : ICoordinatorLink
    {
        public int Failures { get; set; }

        public Func<SensorReport, bool> Understands { get; set; } = _ => true;

        public bool TakesStatus { get; set; } = true;

        public List<long> Delivered { get; } = [];

        public List<SensorStatus> Statuses { get; } = [];

        public List<DateTimeOffset?> SentAt { get; } = [];

        public Task<ReportReceipt> ReportAsync(ReportBatch batch, CancellationToken cancel)
        {
            if (Failures-- > 0)
                throw new LinkException(LinkFault.Unreachable, "connection refused");
            if (!batch.Reports.All(Understands) || (batch.Status is not null && !TakesStatus))
                throw new LinkException(LinkFault.Malformed, "what is that?");
            if (batch.Status is { } status)
                Statuses.Add(status);
            SentAt.Add(batch.SentAt);
            Delivered.AddRange(batch.Reports.Select(report => report.Seq));
            return Task.FromResult(new ReportReceipt(batch.Reports.Select(report => report.Seq).LastOrDefault()));
        }

        public IAsyncEnumerable<IReadOnlyList<LinkEvent>> FollowAsync(OrderPosition? held, CancellationToken cancel) => throw new NotSupportedException();

        public Task<OrderBook> FetchSnapshotAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<EnrolmentAnswer> RenewAsync(RenewalRequest request, CancellationToken cancel) => throw new NotSupportedException();

        public void Reconnect()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Sensor.Tests.Block;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report.Fleet;

/// <summary>The sensor's side of the link over real HTTP/2 and TLS, with a block list in memory.</summary>
public sealed class FleetServiceTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlockRig _rig = new();
    private readonly Orders _log = new();
    private volatile FleetProtection _protected = FleetProtection.None;
    private TestCoordinator? _coordinator;

    private TestCoordinator Coordinator => _coordinator!;

    public async Task InitializeAsync() => _coordinator = await TestCoordinator.StartAsync();

    public async Task DisposeAsync()
    {
        await Coordinator.DisposeAsync();
        await _rig.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Enrolled_sensor_finds_its_enrolment_and_keeps_its_key_to_itself()
    {
        var id = await EnrolAsync();

        Assert.NotEqual(default, id);
        Assert.NotNull(Find(out _));
        Assert.Equal($"{Coordinator.Url.GetLeftPart(UriPartial.Authority)}\n", await File.ReadAllTextAsync(_folder["coordinator"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["pki/sensor.pem"]));
    }

    [Fact]
    public async Task Token_of_another_authority_is_never_shown()
    {
        var other = EnrolmentToken.New(new string('0', 64));

        var failure = await Assert.ThrowsAsync<LinkException>(() => Enroller.EnrolAsync(Coordinator.Url, other, "web-1", _folder.Name, TimeProvider.System));

        Assert.Contains("is not the coordinator that made this token", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["coordinator"]));
    }

    [Fact]
    public async Task Token_that_is_used_up_is_told_in_the_coordinators_words()
    {
        Assert.True(EnrolmentToken.TryParse(Coordinator.Token.Text, out var token));
        var used = EnrolmentToken.New(token.Fingerprint);

        var failure = await Assert.ThrowsAsync<LinkException>(() => Enroller.EnrolAsync(Coordinator.Url, used, "web-1", _folder.Name, TimeProvider.System));

        Assert.Equal((LinkFault.Refused, "the token is used up (it answers 403)"), (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task Coordinator_without_enrolment_is_a_problem_that_is_named()
    {
        Assert.Null(Find(out var none));
        Assert.Null(none);
        Assert.Null(Enrolment.Find(new SensorOptions { StateDir = _folder.Name, Coordinators = [Coordinator.Url] }, TimeProvider.System, NullLoggerFactory.Instance, out var problem));
        Assert.Contains("portsentry enroll", problem, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Alarm_is_delivered_once_and_leaves_the_outbox()
    {
        await using var fleet = await StartAsync();

        fleet.Evidence.Tell(Events.Judged(Verdict.Block));

        await Eventually.True(() => Coordinator.Reports.OfType<AlarmRaised>().Any(), "the alarm is delivered");
        await Eventually.True(() => Coordinator.Reports.OfType<ContactsSeen>().Any(), "so is its contact");
        await Eventually.True(async () => (await fleet.GetStateAsync(default)).Outbox.Waiting == 0, () => "the outbox is empty");
        Assert.Equal("192.0.2.7", Coordinator.Reports.OfType<AlarmRaised>().Single().Source.ToString());
        Assert.Contains(Coordinator.Batches, batch => batch.Status is { Version: "3.0.0" });
    }

    [Fact]
    public async Task Orders_come_after_the_snapshot_that_was_fetched_while_they_came_and_none_twice()
    {
        _log.Next(Orders.Block("203.0.113.1"));
        var second = _log.Next(Orders.Block("203.0.113.2"));
        Coordinator.Book = _log.Book;
        var third = _log.Next(Orders.Block("203.0.113.3"));
        Coordinator.BeforeSnapshot = () =>
        {
            Coordinator.Order(second);
            Coordinator.Order(third);
            return Task.CompletedTask;
        };
        await using var fleet = await StartAsync();

        await BlockedAre("203.0.113.1", "203.0.113.2", "203.0.113.3");
        await AppliedIs(_log.Book);
    }

    [Fact]
    public async Task Stream_that_was_cut_goes_on_where_it_ended()
    {
        await using var fleet = await StartAsync();
        await Eventually.True(() => Coordinator.Batches.Any(batch => batch.Applied is not null), "the snapshot is applied");
        Coordinator.Order(_log.Next(Orders.Block("203.0.113.1")));
        await BlockedAre("203.0.113.1");

        Coordinator.Cut();
        await Eventually.True(() => Coordinator.Held.Contains("3f9a.1"), "the stream goes on at the order held");
        Coordinator.Order(_log.Next(Orders.Unblock("203.0.113.1")));

        await BlockedAre();
        await AppliedIs(_log.Book);
    }

    [Fact]
    public async Task How_far_the_orders_are_carried_out_is_told_again_when_the_stream_begins_again()
    {
        await using var fleet = await StartAsync();
        Coordinator.Order(_log.Next(Orders.Block("203.0.113.1")));
        await AppliedIs(_log.Book);
        Coordinator.Batches.Clear();

        Coordinator.Cut();

        await AppliedIs(_log.Book);
    }

    [Fact]
    public async Task Order_that_comes_twice_is_carried_out_once()
    {
        await using var fleet = await StartAsync();
        await Eventually.True(() => Coordinator.Batches.Any(batch => batch.Applied is not null), "the snapshot is applied");
        var (first, second) = (_log.Next(Orders.Block("203.0.113.1")), _log.Next(Orders.Block("203.0.113.2")));

        Coordinator.Order(first);
        await BlockedAre("203.0.113.1");
        Coordinator.Order(first);
        Coordinator.Order(second);

        await BlockedAre("203.0.113.1", "203.0.113.2");
        Assert.Single(Coordinator.Held);
    }

    [Fact]
    public async Task Order_that_is_missing_is_asked_for_again()
    {
        await using var fleet = await StartAsync();
        await Eventually.True(() => Coordinator.Batches.Any(batch => batch.Applied is not null), "the snapshot is applied");
        var (first, second) = (_log.Next(Orders.Block("203.0.113.1")), _log.Next(Orders.Block("203.0.113.2")));

        Coordinator.Order(second);
        await Eventually.True(() => Coordinator.Held.Contains("3f9a.0"), "the stream begins again where it was whole");
        Coordinator.Order(first);
        Coordinator.Order(second);

        await BlockedAre("203.0.113.1", "203.0.113.2");
    }

    [Fact]
    public async Task Restart_goes_on_with_the_orders_that_were_kept()
    {
        _log.Next(Orders.Block("203.0.113.1"));
        Coordinator.Book = _log.Book;
        await using (await StartAsync())
            await BlockedAre("203.0.113.1");

        await using var again = await StartAsync();

        await Eventually.True(() => Coordinator.Held.LastOrDefault() == "3f9a.1", "the position was kept");
        await BlockedAre("203.0.113.1");
    }

    [Fact]
    public async Task Order_for_a_protected_address_is_refused_with_the_reason()
    {
        _rig.Actor.Tell(new UseProtection(Blocks.Protecting("203.0.113.0/24")));
        await using var fleet = await StartAsync();
        await Eventually.True(() => Coordinator.Batches.Any(batch => batch.Applied is not null), "the snapshot is applied");

        Coordinator.Order(_log.Next(Orders.Block("203.0.113.1")));

        await Eventually.True(
            () => Coordinator.Batches.SelectMany(batch => batch.Applied?.Refused ?? []).Contains(new OrderRefused(Cidr.Parse("203.0.113.1"), 1, "ignored")), "it is refused");
        await BlockedAre();
    }

    [Fact]
    public async Task Blocks_of_our_own_that_a_snapshot_does_not_have_are_reported()
    {
        await _rig.BlockAsync(Blocks.Order("203.0.113.50", TimeSpan.FromHours(1)));
        await using var fleet = await StartAsync();

        await Eventually.True(() => Coordinator.Reports.OfType<SourceHeld>().Any(held => held.Target == Cidr.Parse("203.0.113.50") && held.ByOperator), "it is reported");
        await BlockedAre("203.0.113.50");
    }

    [Fact]
    public async Task Refused_sensor_says_why_and_keeps_its_reports()
    {
        await EnrolAsync();
        Coordinator.Refusal = (403, "web-1 was revoked");
        await using var fleet = Start();
        fleet.Evidence.Tell(Events.Judged(Verdict.Block));

        await Eventually.True(async () => (await fleet.GetStateAsync(default)).Link.Problem?.Contains("web-1 was revoked", StringComparison.Ordinal) == true, () => "the reason is known");
        await Eventually.True(async () => (await fleet.GetStateAsync(default)).Outbox.Waiting > 0, () => "the alarm waits");
        Assert.Empty(Coordinator.Batches);
    }

    [Fact]
    public async Task Reports_that_nobody_took_are_delivered_after_a_restart()
    {
        await EnrolAsync();
        Coordinator.Refusal = (503, "the store is away");
        await using (var fleet = Start())
        {
            fleet.Evidence.Tell(Events.Judged(Verdict.Block));
            await Eventually.True(async () => (await fleet.GetStateAsync(default)).Outbox.Waiting >= 1, () => "the alarm waits");
        }

        Coordinator.Refusal = null;
        await using var again = Start();

        await Eventually.True(() => Coordinator.Reports.OfType<AlarmRaised>().Any(), "the alarm is delivered");
    }

    [Fact]
    public async Task Link_says_what_the_coordinator_answers()
    {
        await EnrolAsync();
        using var link = Find(out _)!.Https(TimeProvider.System);
        Coordinator.Refusal = (429, "slower");

        var failure = await Assert.ThrowsAsync<LinkException>(() => link.ReportAsync(new ReportBatch { OutboxId = "a" }, default));

        Assert.Equal((LinkFault.Busy, TimeSpan.FromSeconds(7)), (failure.Fault, failure.RetryAfter));
    }

    [Fact]
    public async Task Certificate_is_renewed_when_it_is_time_and_saved()
    {
        await EnrolAsync();
        var time = new ManualTime();
        var enrolment = Enrolment.Find(new SensorOptions { StateDir = _folder.Name }, time, NullLoggerFactory.Instance, out _)!;
        using var link = enrolment.Https(TimeProvider.System);
        var before = enrolment.Identity.Certificate;
        Assert.False(await enrolment.Identity.RenewIfDueAsync(link, default));

        time.SetClock(before.NotAfter - time.GetUtcNow() - TimeSpan.FromDays(29));

        Assert.True(await enrolment.Identity.RenewIfDueAsync(link, default));
        Assert.NotEqual(before.Thumbprint, enrolment.Identity.Certificate.Thumbprint);
        Assert.Equal(enrolment.Identity.Certificate.Thumbprint, Find(out _)!.Identity.Certificate.Thumbprint);
        // By this sensor's clock it is as late for the new one, which an hour's pause is for.
        Assert.False(await enrolment.Identity.RenewIfDueAsync(link, default));
    }

    [Fact]
    public async Task Whom_the_link_connects_to_is_protected()
    {
        await using var service = await StartAsync();

        await Eventually.True(() => _protected.Coordinators.Contains(Address.Parse("127.0.0.1")), "the coordinator's address is protected");
    }

    [Fact]
    public async Task Addresses_that_are_connected_to_are_told()
    {
        await EnrolAsync();
        List<string> dialled = [];
        using var link = (Find(out _)! with { Dials = (host, addresses) => dialled.Add($"{host} {string.Join(' ', addresses)}") }).Https(TimeProvider.System);

        await link.FetchSnapshotAsync(default);

        Assert.Equal(["127.0.0.1 127.0.0.1"], dialled);
    }

    private Task<SensorId> EnrolAsync() => Enroller.EnrolAsync(Coordinator.Url, Coordinator.Token, "web-1", _folder.Name, TimeProvider.System);

    private Enrolment? Find(out string? problem) => Enrolment.Find(new SensorOptions { StateDir = _folder.Name }, TimeProvider.System, NullLoggerFactory.Instance, out problem);

    private async Task<FleetService> StartAsync()
    {
        if (!Directory.Exists(_folder["pki"]))
            await EnrolAsync();
        return Start();
    }

    private FleetService Start()
    {
        var enrolment = Find(out _)!;
        var start = new FleetStart
        {
            Members = enrolment.Members,
            StateDir = _folder.Name,
            Simulates = false,
            ScanWindow = TimeSpan.FromHours(24),
            IsSettling = _ => false,
            Blocks = _rig.Actor,
            Protect = (fleet, _) => Task.FromResult(_protected = fleet),
            CarryOutBy = _ => { },
            Status = _ => Task.FromResult(new SensorStatus { Version = "3.0.0", Since = Orders.Now, Modes = ["stcp"], Orders = "block", Addresses = [] }),
        };
        return new FleetService(start, dials => (enrolment with { Dials = dials }).Https(TimeProvider.System), enrolment.Identity, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private async Task BlockedAre(params string[] targets)
    {
        IReadOnlyList<string> blocked = [];
        await Eventually.True(
            async () => (blocked = [.. (await _rig.ListAsync()).Select(block => block.Target.ToString()).Order(StringComparer.Ordinal)]).SequenceEqual(targets),
            () => $"blocked are {string.Join(' ', targets)}, not {string.Join(' ', blocked)}");
        Assert.Equal(targets, _rig.Blocker.InForce.Keys.Select(target => target.ToString()).Order(StringComparer.Ordinal));
    }

    private Task AppliedIs(OrderBook book) => Eventually.True(
        () => Coordinator.Batches.LastOrDefault(batch => batch.Applied is not null)?.Applied is { } applied && applied.Position == book.Position && applied.Digest == book.Digest,
        $"the orders are told to be applied up to {book.Position}");
}

using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Batch_is_acknowledged_up_to_its_last_number_and_waits_for_the_leader()
    {
        await EnrolAsync(Web1, "web1");

        var receipt = await Store.AcceptAsync(Web1, Batch("box", 1, 2, 5), Now, default);

        Assert.Equal(new ReportReceipt(5), receipt);
        Assert.Equal(3, await Store.CountWaitingAsync(default));
        var item = Assert.IsType<ReportsItem>(Assert.Single(await WaitingAsync()));
        Assert.Equal((Web1, "web1", Now), (item.Sensor, item.SensorName, item.At));
        Assert.Equal(Batch("box", 1, 2, 5).Reports, item.Reports);
    }

    [Fact]
    public async Task Item_that_cannot_be_read_hides_no_other_and_is_kept_apart()
    {
        await Store.AcceptAsync(Web1, Batch("box", 1), Now, default);
        await Rig.ExecuteAsync($"insert into inbox (at, sensor_id, reports, body) values (0, '{Web1}', 1, '[{{\"report\":\"unheard-of\"}}]'), (0, null, 1, 'no JSON')");
        await Store.AcceptAsync(Web1, Batch("box", 2), Now, default);
        await using var leader = Rig.Lead();

        var items = await WaitingAsync();
        var bad = items.OfType<UnreadableItem>().ToList();
        await leader.CommitAsync(new LeaderWork { Done = [.. bad.Select(item => item.Id)], SetAside = [.. bad.Select(item => new SetAside(item.Id, item.Problem))] }, default);

        Assert.Equal([typeof(ReportsItem), typeof(UnreadableItem), typeof(UnreadableItem), typeof(ReportsItem)], items.Select(item => item.GetType()));
        Assert.Equal([1, 2], await WaitingNumbersAsync());
        await Rig.ExecuteAsync("insert into inbox (at, reports, body) select at, reports, body from set_aside where problem <> ''");
        Assert.Equal(2, (await WaitingAsync()).OfType<UnreadableItem>().Count());
    }

    [Fact]
    public async Task Batch_that_is_repeated_keeps_nothing_twice()
    {
        await Store.AcceptAsync(Web1, Batch("box", 1, 2, 3), Now, default);

        var receipt = await Store.AcceptAsync(Web1, Batch("box", 1, 2, 3), Now, default);
        var older = await Store.AcceptAsync(Web1, Batch("box", 2), Now, default);

        Assert.Equal((3, 3), (receipt.AckedSeq, older.AckedSeq));
        Assert.Equal(3, await Store.CountWaitingAsync(default));
    }

    [Fact]
    public async Task Batch_that_overlaps_keeps_only_what_is_above()
    {
        await Store.AcceptAsync(Web1, Batch("box", 1, 2, 3), Now, default);

        var receipt = await Store.AcceptAsync(Web1, Batch("box", 2, 3, 4, 9), Now, default);

        Assert.Equal(9, receipt.AckedSeq);
        Assert.Equal([1, 2, 3, 4, 9], await WaitingNumbersAsync());
    }

    [Fact]
    public async Task Outbox_of_another_name_counts_anew()
    {
        await Store.AcceptAsync(Web1, Batch("box", 1, 2, 3), Now, default);

        var receipt = await Store.AcceptAsync(Web1, Batch("other", 1), Now, default);
        var sameOfAnotherSensor = await Store.AcceptAsync(Web2, Batch("box", 2), Now, default);

        Assert.Equal((1, 2), (receipt.AckedSeq, sameOfAnotherSensor.AckedSeq));
        Assert.Equal([1, 2, 3, 1, 2], await WaitingNumbersAsync());
    }

    [Fact]
    public async Task Outboxes_beyond_the_eighth_of_a_sensor_are_forgotten_the_longest_unused_first()
    {
        for (var box = 0; box < 9; box++)
            await Store.AcceptAsync(Web1, Batch($"box{box}", 5), Now.AddSeconds(box), default);

        Assert.Equal(0, (await Store.AcceptAsync(Web1, Batch("box0"), Now, default)).AckedSeq);
        Assert.Equal(5, (await Store.AcceptAsync(Web1, Batch("box1"), Now, default)).AckedSeq);
    }

    [Fact]
    public async Task Batch_without_reports_says_how_far_the_outbox_is_taken_in()
    {
        await Store.AcceptAsync(Web1, Batch("box", 1, 7), Now, default);

        Assert.Equal(7, (await Store.AcceptAsync(Web1, Batch("box"), Now, default)).AckedSeq);
        Assert.Equal(0, (await Store.AcceptAsync(Web1, Batch("new"), Now, default)).AckedSeq);
        Assert.Equal(2, await Store.CountWaitingAsync(default));
    }

    [Fact]
    public async Task Sixteen_batches_at_once_are_all_kept_and_repeats_among_them_once()
    {
        var batches = Enumerable.Range(0, 16).Select(number => (Sensor: number % 2 == 0 ? Web1 : Web2, Batch: Batch($"box{number / 4}", 1, 2)));

        var receipts = await Task.WhenAll(batches.Select(one => Store.AcceptAsync(one.Sensor, one.Batch, Now, default))).Soon();

        Assert.All(receipts, receipt => Assert.Equal(2, receipt.AckedSeq));
        // Four outboxes of two sensors, each sent its batch twice.
        Assert.Equal(16, await Store.CountWaitingAsync(default));
    }

    [Fact]
    public async Task Work_that_fails_spoils_nothing_of_what_is_done_beside_it()
    {
        var spoiled = Enumerable.Range(0, 4).Select(_ => CommitAsync(Block(7, "192.0.2.1"))).ToList();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Store.AcceptAsync(Web1, Batch($"box{number}", 1), Now, default))).Soon();

        Assert.All(receipts, receipt => Assert.Equal(1, receipt.AckedSeq));
        foreach (var one in spoiled)
            await Assert.ThrowsAsync<LeadershipLostException>(() => one.Soon());
        Assert.Equal(8, await Store.CountWaitingAsync(default));
        Assert.Empty((await Store.LoadBookAsync(default)).Blocks);
    }

    [Fact]
    public async Task Reports_of_every_kind_come_back_as_they_were()
    {
        IReadOnlyList<SensorReport> reports =
        [
            Alarm(1),
            new ContactsSeen { Seq = 2, Contacts = [new FirstContact(Address.Parse("2001:db8::7"), Cidr.Parse("2001:db8::/64"), ScanKind.Udp, 53, Now)] },
            new SourceHeld { Seq = 3, Target = Cidr.Parse("192.0.2.7"), Since = Now, Until = null, ByOperator = true, ForFleet = true, Reason = "\"why\" — ünïcode \u2028" },
            new AlarmRetracted { Seq = 4, Network = Cidr.Parse("192.0.2.7"), At = Now.AddTicks(1) },
        ];

        await Store.AcceptAsync(Web1, new ReportBatch { OutboxId = "box", Reports = reports }, Now, default);

        var read = Assert.IsType<ReportsItem>(Assert.Single(await WaitingAsync())).Reports;
        Assert.Equal((reports[0], reports[2], reports[3]), (read[0], read[2], read[3]));
        Assert.Equal(((ContactsSeen)reports[1]).Contacts, Assert.IsType<ContactsSeen>(read[1]).Contacts);
    }

    [Fact]
    public async Task Command_that_is_sent_twice_is_carried_out_once()
    {
        var command = new BlockTarget(Cidr.Parse("192.0.2.7"), TimeSpan.FromHours(1)) { Id = Guid.NewGuid(), At = Now, Who = "anna", Reason = "a test" };
        await Store.SubmitAsync(command, default);
        await Store.SubmitAsync(command, default);
        Assert.Null(await Store.FindOutcomeAsync(command.Id, default));

        var item = Assert.IsType<CommandItem>(Assert.Single(await WaitingAsync()));
        Assert.Equal(command, item.Command);
        var outcome = new CommandOutcome { Command = command.Id, At = Now, Error = "because", Position = 3 };
        await CommitAsync(new LeaderWork { Done = [item.Id], Outcomes = [outcome with { Targets = [Cidr.Parse("192.0.2.7")] }] });
        await Store.SubmitAsync(command, default);

        Assert.Equal(0, await Store.CountWaitingAsync(default));
        var found = await Store.FindOutcomeAsync(command.Id, default);
        Assert.Equal([Cidr.Parse("192.0.2.7")], found!.Targets);
        Assert.Equal(outcome, found with { Targets = outcome.Targets });
    }

    [Fact]
    public async Task Commands_that_are_sent_together_wait_in_their_order_each_once()
    {
        OperatorCommand first = new UnblockEverything { Id = Guid.NewGuid(), At = Now, Who = "anna" };
        OperatorCommand second = new UnblockEverything { Id = Guid.NewGuid(), At = Now, Who = "bert" };
        await Store.SubmitAsync(first, default);

        await Store.SubmitAsync([first, second], default);

        Assert.Equal([first, second], (await WaitingAsync()).Select(item => Assert.IsType<CommandItem>(item).Command));
    }

    [Fact]
    public async Task Commands_and_reports_are_read_the_oldest_first_and_at_most_so_many()
    {
        await Store.AcceptAsync(Web1, Batch("box", 1), Now, default);
        await Store.SubmitAsync(new UnblockEverything { Id = Guid.NewGuid(), At = Now, Who = "anna" }, default);
        await Store.AcceptAsync(Web1, Batch("box", 2), Now, default);

        await using var leader = Rig.Lead();
        var two = await leader.ReadInboxAsync(2, default);
        await leader.CommitAsync(new LeaderWork { Done = [.. two.Select(item => item.Id)] }, default);

        Assert.Equal([typeof(ReportsItem), typeof(CommandItem)], two.Select(item => item.GetType()));
        Assert.Equal([2], await WaitingNumbersAsync());
    }

    [Fact]
    public async Task What_is_read_at_once_has_so_many_bytes_at_the_most_and_is_one_item_at_least()
    {
        foreach (var body in new[] { new string('x', 6_000_000) }.Concat(Enumerable.Repeat(new string('é', 500_000), 10)))
            await Rig.ExecuteAsync($"insert into inbox (at, reports, body) values (0, 1, '{body}')");

        await using var leader = Rig.Lead();
        List<int> read = [];
        while (await leader.ReadInboxAsync(500, default) is { Count: > 0 } items)
        {
            read.Add(items.Count);
            await leader.CommitAsync(new LeaderWork { Done = [.. items.Select(item => item.Id)] }, default);
        }

        Assert.Equal([1, 5, 5], read);
    }

    [Fact]
    public async Task Item_that_was_dealt_with_already_stops_the_commit_and_nothing_is_changed()
    {
        await Store.AcceptAsync(Web1, Batch("box", 1), Now, default);
        var item = Assert.Single(await WaitingAsync()).Id;
        await CommitAsync(new LeaderWork { Done = [item] });

        await Assert.ThrowsAsync<LeadershipLostException>(() => CommitAsync(Block(1, "192.0.2.1") with { Done = [item] }));

        Assert.Equal(0, (await Store.LoadBookAsync(default)).Position.Position);
    }

    protected static ReportBatch Batch(string outbox, params long[] numbers) => new() { OutboxId = outbox, Reports = [.. numbers.Select(Alarm)] };

    private static AlarmRaised Alarm(long seq) => new()
    {
        Seq = seq,
        Source = Address.Parse("192.0.2.7"),
        Network = Cidr.Parse("192.0.2.7"),
        Mode = "stcp",
        Kind = ScanKind.Syn,
        Port = 111,
        Probes = 2,
        FirstProbe = Now.AddSeconds(-1),
        At = Now,
        Verdict = "block",
    };

    private async Task<IReadOnlyList<InboxItem>> WaitingAsync()
    {
        await using var leader = Rig.Lead();
        return await leader.ReadInboxAsync(1000, default);
    }

    private async Task<IEnumerable<long>> WaitingNumbersAsync() =>
        (await WaitingAsync()).OfType<ReportsItem>().SelectMany(item => item.Reports).Select(report => report.Seq);

    private async Task CommitAsync(LeaderWork work)
    {
        await using var leader = Rig.Lead();
        await leader.CommitAsync(work, default);
    }
}

using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Alarm_comes_back_as_it_was()
    {
        var ofSensor = AlarmOf("2001:db8::7") with { FirstProbe = Now.AddTicks(-3), Proven = true, Verdict = "block", Words = "word's" };
        var ofFleet = AlarmOf("192.0.2.7") with { Sensor = null, What = "fleet-scan", Mode = "fleet" };

        await CommitAsync(new LeaderWork { Alarms = [ofSensor, ofFleet] });

        var found = await Store.ListAlarmsAsync(new AlarmFilter(), default);
        Assert.Equal([ofFleet, ofSensor], found.Select(alarm => alarm with { Id = 0 }));
        Assert.True(found[0].Id > found[1].Id);
    }

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.255 192.0.2.0")]
    [InlineData("192.0.2.255", "192.0.2.255")]
    [InlineData("0.0.0.0/0", "192.0.3.0 192.0.2.255 192.0.2.0 192.0.1.255")]
    [InlineData("::/0", "2001:db8:0:1::1 2001:db8::1 ::1")]
    [InlineData("::/64", "::1")]
    [InlineData("2001:db8::/64", "2001:db8::1")]
    [InlineData("198.51.100.0/24", "")]
    public async Task Alarms_and_contacts_within_a_network_are_found(string within, string expected)
    {
        string[] sources = ["::1", "192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0", "2001:db8::1", "2001:db8:0:1::1"];
        await CommitAsync(new LeaderWork { Alarms = [.. sources.Select(AlarmOf)], Contacts = [.. sources.Select(source => ContactOf(source))] });

        var filter = new AlarmFilter { Within = Cidr.Parse(within) };

        Assert.Equal(expected, string.Join(' ', (await Store.ListAlarmsAsync(filter, default)).Select(alarm => alarm.Source)));
        Assert.Equal(expected, string.Join(' ', (await Store.ListContactsAsync(filter, default)).Select(row => row.Contact.Source)));
    }

    [Fact]
    public async Task Alarms_are_found_by_sensor_port_and_time_a_page_at_a_time()
    {
        await CommitAsync(new LeaderWork
        {
            Alarms =
            [
                AlarmOf("192.0.2.1"),
                AlarmOf("192.0.2.2") with { Sensor = "web2" },
                AlarmOf("192.0.2.3") with { Port = 22 },
                AlarmOf("192.0.2.4") with { At = Now.AddSeconds(1) },
            ],
        });

        Assert.Equal(["192.0.2.2"], await FoundAsync(new AlarmFilter { Sensor = "web2" }));
        Assert.Equal(["192.0.2.3"], await FoundAsync(new AlarmFilter { Port = 22 }));
        Assert.Equal(["192.0.2.4"], await FoundAsync(new AlarmFilter { Since = Now.AddTicks(1) }));
        Assert.Equal(["192.0.2.4", "192.0.2.1"], await FoundAsync(new AlarmFilter { Sensor = "web1", Port = 111, Since = Now, Within = Cidr.Parse("192.0.2.0/24") }));
        var page = await Store.ListAlarmsAsync(new AlarmFilter { Max = 2 }, default);
        Assert.Equal(["192.0.2.2", "192.0.2.1"], await FoundAsync(new AlarmFilter { Before = page[^1].Id }));
        Assert.Single(await FoundAsync(new AlarmFilter { Max = 0 }));
    }

    [Fact]
    public async Task Alarms_are_found_by_kind_rule_and_time_also_where_many_are_in_range()
    {
        await CommitAsync(new LeaderWork
        {
            Alarms =
            [
                .. Enumerable.Range(0, 2100).Select(number => AlarmOf("192.0.2.1") with { At = Now.AddSeconds(number) }),
                AlarmOf("192.0.2.2") with { Kind = ScanKind.Udp, At = Now.AddHours(1) },
                AlarmOf("192.0.2.3") with { What = "fleet-scan", At = Now.AddHours(2) },
                AlarmOf("198.51.100.1") with { At = Now.AddHours(-1) },
            ],
        });

        Assert.Equal(["192.0.2.2"], await FoundAsync(new AlarmFilter { Kind = ScanKind.Udp }));
        Assert.Equal(["192.0.2.3"], await FoundAsync(new AlarmFilter { What = "fleet-scan" }));
        Assert.Equal(["198.51.100.1"], await FoundAsync(new AlarmFilter { Until = Now }));
        Assert.Equal(["192.0.2.3"], await FoundAsync(new AlarmFilter { Since = Now.AddHours(1).AddTicks(1) }));
        Assert.Equal(10, (await FoundAsync(new AlarmFilter { Within = Cidr.Parse("192.0.2.0/24"), Since = Now, Until = Now.AddSeconds(10) })).Count());
        Assert.Equal(["192.0.2.3", "192.0.2.2"], await FoundAsync(new AlarmFilter { Within = Cidr.Parse("192.0.2.0/24"), Since = Now, Max = 2 }));
        Assert.Empty(await FoundAsync(new AlarmFilter { Within = Cidr.Parse("203.0.113.0/24") }));
    }

    [Fact]
    public async Task Alarms_are_read_from_the_end_too()
    {
        await CommitAsync(new LeaderWork { Alarms = [AlarmOf("192.0.2.1"), AlarmOf("192.0.2.2"), AlarmOf("192.0.2.3")] });
        var ids = (await Store.ListAlarmsAsync(new AlarmFilter(), default)).Select(alarm => alarm.Id).ToList();

        Assert.Equal(["192.0.2.2", "192.0.2.1"], await FoundAsync(new AlarmFilter { After = 0, Max = 2 }));
        Assert.Equal(["192.0.2.3", "192.0.2.2"], await FoundAsync(new AlarmFilter { After = ids[^1] }));
        Assert.Equal([ids[1], ids[2]], (await Store.ListAlarmMarksAsync(ids[0], 10, default)).Select(mark => mark.Id));
    }

    [Fact]
    public async Task Audit_log_is_found_by_who_words_and_page()
    {
        await Store.AuditAsync(new AuditRow(Now, "anna", "blocks add 192.0.2.7", "50% of_all"), default);
        await Store.AuditAsync(new AuditRow(Now.AddHours(1), "bert", "simulate on", "A Bad Rule"), default);

        Assert.Equal(["anna"], await WhoAsync(new AuditFilter { Who = "anna" }));
        Assert.Equal(["bert"], await WhoAsync(new AuditFilter { Text = "bad rule" }));
        Assert.Equal(["anna"], await WhoAsync(new AuditFilter { Text = "50% of_" }));
        Assert.Empty(await WhoAsync(new AuditFilter { Text = "50_" }));
        Assert.Equal(["bert"], await WhoAsync(new AuditFilter { Since = Now.AddTicks(1) }));
        Assert.Equal(["anna"], await WhoAsync(new AuditFilter { Page = new Keyset(null, 0, 1) }));

        async Task<IEnumerable<string>> WhoAsync(AuditFilter filter) => (await Store.ListAuditAsync(filter, default)).Select(row => row.Who);
    }

    [Fact]
    public async Task Blocks_have_the_dates_of_their_orders()
    {
        await CommitAsync(Block(1, "192.0.2.1"));
        await CommitAsync(Block(2, "192.0.2.1"));

        var date = (await Store.LoadDatedBookAsync(default)).Dates[Cidr.Parse("192.0.2.1")];

        Assert.Equal(2, date.Position);
        Assert.NotNull(date.Since);
    }

    [Fact]
    public async Task Contact_comes_back_as_it_was()
    {
        var contact = ContactOf("192.0.2.1");

        await CommitAsync(new LeaderWork { Contacts = [contact, ContactOf("192.0.2.2", "web2")] });

        Assert.Equal([contact], await Store.ListContactsAsync(new AlarmFilter { Sensor = "web1" }, default));
    }

    [Fact]
    public async Task Decisions_on_a_target_or_within_it_are_found()
    {
        var host = DecisionOn("192.0.2.7") with { Until = Now.AddHours(1), Position = 9 };
        var network = DecisionOn("192.0.2.0/24") with { What = "spare" };
        var all = DecisionOn("0.0.0.0/0");
        await CommitAsync(new LeaderWork { Decisions = [host, network, all, DecisionOn("192.0.3.1"), DecisionOn("2001:db8::/64")] });

        Assert.Equal([network, host], await DecisionsAsync(Cidr.Parse("192.0.2.0/24"), 10));
        Assert.Equal([host], await DecisionsAsync(Cidr.Parse("192.0.2.7"), 10));
        Assert.Empty(await DecisionsAsync(Cidr.Parse("192.0.2.0"), 10));
        Assert.Equal(4, (await DecisionsAsync(Cidr.Parse("0.0.0.0/0"), 10)).Count);
        Assert.Equal([DecisionOn("2001:db8::/64")], await DecisionsAsync(Cidr.Parse("::/0"), 10));
        Assert.Equal(2, (await DecisionsAsync(null, 2)).Count);
    }

    [Fact]
    public async Task Audit_log_is_kept_the_latest_first()
    {
        var first = new AuditRow(Now, "anna", "blocks add 192.0.2.7", "a test");
        var second = new AuditRow(Now, "bert", "blocks remove 192.0.2.7", "");
        await Store.AuditAsync(first, default);
        await CommitAsync(new LeaderWork { Audit = [second] });

        Assert.Equal([second, first], await AuditRows.AllAsync(Store));
        Assert.Equal([second], await AuditRows.AllAsync(Store, 1));
    }

    [Fact]
    public async Task States_of_sources_and_the_policy_are_the_last_ones()
    {
        await using var leader = Rig.Lead();
        Assert.Null(await leader.LoadPolicyAsync(default));
        await leader.CommitAsync(new LeaderWork { Sources = Source("192.0.2.1", """{"a":1}"""), Policy = "{}" }, default);
        await leader.CommitAsync(new LeaderWork { Sources = Source("192.0.2.1", """{"a":2}"""), Policy = """{"b":1}""" }, default);
        Cidr[] many = [.. Enumerable.Range(0, 1200).Select(number => new Cidr(Address.FromIPv4(0xc0000200 + (uint)number), 32))];

        Assert.Equal(Source("192.0.2.1", """{"a":2}"""), await leader.LoadSourcesAsync(many, default));
        Assert.Empty(await leader.LoadSourcesAsync([], default));
        Assert.Equal("""{"b":1}""", await leader.LoadPolicyAsync(default));
        await leader.BeatAsync(default);
    }

    [Fact]
    public async Task History_beyond_retention_is_forgotten()
    {
        var retention = new Retention { Alarms = TimeSpan.FromDays(2), Contacts = TimeSpan.FromDays(1), Audit = TimeSpan.FromDays(3) };
        DateTimeOffset[] times = [Now.AddDays(-4), Now.AddDays(-2.5), Now.AddDays(-1.5), Now];
        await CommitAsync(new LeaderWork
        {
            Alarms = [.. times.Select(at => AlarmOf("192.0.2.1") with { At = at })],
            Contacts = [.. times.Select(at => ContactOf("192.0.2.1") with { Contact = ContactOf("192.0.2.1").Contact with { At = at } })],
            Decisions = [.. times.Select(at => DecisionOn("192.0.2.1") with { At = at })],
            Audit = [.. times.Select(at => new AuditRow(at, "anna", "", ""))],
            Outcomes = [.. times.Select((at, number) => new CommandOutcome { Command = new Guid(number, 0, 0, new byte[8]), At = at })],
        });

        Assert.False(await Store.TrimAsync(retention, Now, default));

        Assert.Equal(2, (await Store.ListAlarmsAsync(new AlarmFilter(), default)).Count);
        Assert.Single(await Store.ListContactsAsync(new AlarmFilter(), default));
        Assert.Equal(2, (await DecisionsAsync(null, 10)).Count);
        Assert.Equal(3, (await AuditRows.AllAsync(Store)).Count);
        Assert.Null(await Store.FindOutcomeAsync(new Guid(2, 0, 0, new byte[8]), default));
        Assert.NotNull(await Store.FindOutcomeAsync(new Guid(3, 0, 0, new byte[8]), default));
    }

    [Fact]
    public async Task History_above_the_most_that_is_kept_is_forgotten_by_and_by()
    {
        await CommitAsync(new LeaderWork { Contacts = [.. Enumerable.Range(0, 5010).Select(_ => ContactOf("192.0.2.1"))], Alarms = [AlarmOf("192.0.2.1"), AlarmOf("192.0.2.2"), AlarmOf("192.0.2.3")] });
        var retention = new Retention { MaxContacts = 4, MaxAlarms = 2 };

        Assert.True(await Store.TrimAsync(retention, Now, default));
        Assert.Equal(["192.0.2.3", "192.0.2.2"], await FoundAsync(new AlarmFilter()));
        Assert.False(await Store.TrimAsync(retention, Now, default));

        Assert.Equal(4, (await Store.ListContactsAsync(new AlarmFilter { Max = 1000 }, default)).Count);
    }

    [Fact]
    public async Task States_of_sources_are_forgotten_with_their_alarms_and_what_the_leader_keeps_beside_them_is_not()
    {
        string[] kept = [SourceStates.LiftedKey.ToString(), .. FleetOwners.Keys.Select(key => key.ToString())];
        Cidr[] networks = [.. kept.Concat(["192.0.2.1", "0.0.0.0/8", "2001:db8::/64", "100:1::/64"]).Select(Cidr.Parse)];
        await using var leader = Rig.Lead();
        await leader.CommitAsync(new LeaderWork { Sources = networks.ToDictionary(network => network, _ => "{}") }, default);

        await Store.TrimAsync(new Retention { Alarms = TimeSpan.FromDays(1) }, TimeProvider.System.GetUtcNow().AddDays(2), default);

        Assert.Equal(kept.Order(), (await leader.LoadSourcesAsync(networks, default)).Keys.Select(network => network.ToString()).Order());
    }

    private static AlarmRow AlarmOf(string source) => new()
    {
        Sensor = "web1",
        Source = Address.Parse(source),
        Network = Cidr.Parse(source),
        What = "port-scan",
        Mode = "stcp",
        Kind = ScanKind.Syn,
        Port = 111,
        Probes = 2,
        FirstProbe = Now,
        At = Now,
    };

    private static ContactRow ContactOf(string source, string sensor = "web1") =>
        new(sensor, new FirstContact(Address.Parse(source), Cidr.Parse(source), ScanKind.Udp, 53, Now));

    private static DecisionRow DecisionOn(string target) =>
        new() { Target = Cidr.Parse(target), At = Now, What = "block", Who = "coordinator", Reason = "a test" };

    private async Task<IEnumerable<string>> FoundAsync(AlarmFilter filter) =>
        (await Store.ListAlarmsAsync(filter, default)).Select(alarm => alarm.Source.ToString());

    private async Task<IReadOnlyList<DecisionRow>> DecisionsAsync(Cidr? within, int max) =>
        [.. (await Store.ListDecisionsAsync(new DecisionFilter { Within = within, Page = Keyset.First with { Max = max } }, default)).Select(row => row with { Id = 0 })];
}

using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    private static readonly TokenRow Token = new()
    {
        Id = "t1",
        Hash = "h1",
        UsesLeft = 2,
        CreatedAt = Now.AddHours(-1),
        ExpiresAt = Now.AddDays(1),
        CreatedBy = "anna",
        Labels = new Dictionary<string, string> { ["env"] = "test", ["role"] = "web" },
    };

    [Fact]
    public async Task Enrolment_uses_a_token_up_and_makes_a_sensor_with_its_labels()
    {
        await Store.AddTokenAsync(Token, default);

        Assert.Null((await Store.EnrolAsync(new Enrolling("h1", Web1, "web1", Now), default)).Refusal);
        Assert.Null((await Store.EnrolAsync(new Enrolling("h1", Web2, "web2", Now), default)).Refusal);
        var third = await Store.EnrolAsync(new Enrolling("h1", SensorId.New(), "web3", Now), default);

        Assert.Equal("the token t1 is used up", third.Refusal);
        var sensors = await Store.ListSensorsAsync(default);
        Assert.Equal([(Web1, "web1", Now), (Web2, "web2", Now)], sensors.Select(sensor => (sensor.Id, sensor.Name, sensor.EnrolledAt)));
        Assert.All(sensors, sensor => Assert.Equal(Token.Labels, sensor.Labels));
        Assert.All(sensors, sensor => Assert.Equal((null, null), (sensor.State, sensor.RevokedAt)));
        Assert.Equal(0, Assert.Single(await Store.ListTokensAsync(default)).UsesLeft);
    }

    [Fact]
    public async Task Enrolment_by_an_expired_or_unknown_token_is_refused_and_changes_nothing()
    {
        await Store.AddTokenAsync(Token with { ExpiresAt = Now }, default);

        var expired = await Store.EnrolAsync(new Enrolling("h1", Web1, "web1", Now), default);
        var unknown = await Store.EnrolAsync(new Enrolling("h2", Web1, "web1", Now), default);

        Assert.Equal("the token t1 expired at 2026-11-22 07:50:40 UTC", expired.Refusal);
        Assert.Equal("the token is unknown here, or was taken away", unknown.Refusal);
        Assert.Empty(await Store.ListSensorsAsync(default));
        Assert.Equal(2, Assert.Single(await Store.ListTokensAsync(default)).UsesLeft);
    }

    [Fact]
    public async Task Name_that_is_taken_is_refused_and_the_token_stays_whole()
    {
        await EnrolAsync(Web1, "web");
        await Store.AddTokenAsync(Token, default);

        var taken = await Store.EnrolAsync(new Enrolling("h1", Web2, "web", Now), default);

        Assert.Equal("the name web is taken: another sensor has it, which must be revoked first", taken.Refusal);
        Assert.Null(await Store.FindSensorAsync(Web2, default));
        Assert.Equal(2, (await Store.ListTokensAsync(default)).Single(token => token.Id == "t1").UsesLeft);
    }

    [Fact]
    public async Task One_token_used_by_many_at_once_makes_as_many_sensors_as_it_says()
    {
        await Store.AddTokenAsync(Token with { UsesLeft = 3 }, default);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Store.EnrolAsync(new Enrolling("h1", SensorId.New(), $"web{number}", Now), default))).Soon();

        Assert.Equal(3, answers.Count(answer => answer.Refusal is null));
        Assert.Equal(3, (await Store.ListSensorsAsync(default)).Count);
    }

    [Fact]
    public async Task Revoked_sensor_frees_its_name_and_is_found_only_where_no_other_has_it()
    {
        await EnrolAsync(Web1, "web");

        Assert.True(await Store.RevokeSensorAsync(Web1, Now, default));
        Assert.False(await Store.RevokeSensorAsync(Web1, Now.AddDays(1), default));
        Assert.False(await Store.RevokeSensorAsync(Web2, Now, default));
        Assert.Equal((Web1, Now), ((await Store.FindSensorAsync("web", default))!.Id, (await Store.FindSensorAsync(Web1, default))!.RevokedAt));
        await EnrolAsync(Web2, "web");

        Assert.Equal(Web2, (await Store.FindSensorAsync("web", default))!.Id);
        Assert.Equal(2, (await Store.ListSensorsAsync(default)).Count);
        Assert.Null(await Store.FindSensorAsync("other", default));
    }

    [Fact]
    public async Task Labels_of_a_sensor_can_be_changed()
    {
        await EnrolAsync(Web1, "web1");

        await Store.SetLabelsAsync(Web1, new Dictionary<string, string> { ["a"] = "b" }, default);

        Assert.Equal(new Dictionary<string, string> { ["a"] = "b" }, (await Store.FindSensorAsync(Web1, default))!.Labels);
    }

    [Fact]
    public async Task State_of_a_sensor_is_the_latest_word_and_what_it_does_not_say_stays()
    {
        await EnrolAsync(Web1, "web1");
        var status = new SensorStatus { Version = "3.0.0", Since = Now, Modes = ["stcp"], Orders = "block", Addresses = [Address.Parse("192.0.2.1")] };
        var applied = new OrdersApplied { Position = new OrderPosition("log1", 7), Digest = "0123456789abcdef" };
        var state = new SensorState { Id = Web1, SeenAt = Now, Member = "c1", IsConnected = true, Applied = applied, Status = status };

        await Store.SaveStatesAsync([state], default);
        await Store.SaveStatesAsync([state with { Member = "old", SeenAt = Now.AddSeconds(-1) }], default);
        Assert.Equivalent(state, (await Store.FindSensorAsync(Web1, default))!.State, strict: true);

        await Store.SaveStatesAsync([new SensorState { Id = Web1, SeenAt = Now.AddSeconds(1), Member = "c1" }], default);
        Assert.Equivalent(state with { SeenAt = Now.AddSeconds(1), IsConnected = false }, (await Store.FindSensorAsync(Web1, default))!.State, strict: true);
    }

    [Fact]
    public async Task Late_word_of_a_former_member_that_a_stream_is_over_hides_no_stream_that_is_open()
    {
        await EnrolAsync(Web1, "web1");
        var state = new SensorState { Id = Web1, SeenAt = Now, Member = "c1", IsConnected = true };
        await Store.SaveStatesAsync([state], default);
        await Store.SaveStatesAsync([state with { Member = "c2", SeenAt = Now.AddSeconds(1) }], default);

        await Store.SaveStatesAsync([state with { SeenAt = Now.AddSeconds(2), IsConnected = false }], default);
        Assert.Equivalent(state with { Member = "c2", SeenAt = Now.AddSeconds(1) }, (await Store.FindSensorAsync(Web1, default))!.State, strict: true);

        await Store.SaveStatesAsync([state with { Member = "c2", SeenAt = Now.AddSeconds(3), IsConnected = false }], default);
        await Store.SaveStatesAsync([state with { SeenAt = Now }], default);
        Assert.Equivalent(state, (await Store.FindSensorAsync(Web1, default))!.State, strict: true);
    }

    [Fact]
    public async Task Word_of_a_member_whose_clock_was_set_back_counts()
    {
        await EnrolAsync(Web1, "web1");
        var state = new SensorState { Id = Web1, SeenAt = Now, Member = "c1", IsConnected = true };
        await Store.SaveStatesAsync([state], default);

        await Store.SaveStatesAsync([state with { SeenAt = Now.AddDays(-1), IsConnected = false }], default);

        Assert.Equivalent(state with { SeenAt = Now.AddDays(-1), IsConnected = false }, (await Store.FindSensorAsync(Web1, default))!.State, strict: true);
    }

    [Fact]
    public async Task Tokens_are_listed_the_latest_first_and_can_be_taken_away()
    {
        var later = Token with { Id = "t2", Hash = "h2", CreatedAt = Now };
        await Store.AddTokenAsync(Token, default);
        await Store.AddTokenAsync(later, default);

        Assert.Equivalent(new[] { later, Token }, await Store.ListTokensAsync(default), strict: true);
        Assert.True(await Store.RemoveTokenAsync("t1", default));
        Assert.False(await Store.RemoveTokenAsync("t1", default));
        Assert.Equal("t2", Assert.Single(await Store.ListTokensAsync(default)).Id);
    }

    [Fact]
    public async Task Refusals_are_listed_by_target_the_latest_first_and_bounded_a_sensor()
    {
        RefusalRow[] many = [.. Enumerable.Range(1, RefusalTable.KeptASensor + 5).Select(number => Refusal("web1", "192.0.2.1", number))];
        await Store.SaveRefusalsAsync([Refusal("web2", "192.0.2.2", 1)], default);

        await Store.SaveRefusalsAsync(many, default);
        await Store.SaveRefusalsAsync([], default);

        Assert.Equal(many.Reverse().Take(RefusalTable.KeptASensor), await Store.ListRefusalsAsync(Cidr.Parse("192.0.2.1"), 5000, default));
        Assert.Equal(RefusalTable.KeptASensor + 1, (await Store.ListRefusalsAsync(null, 5000, default)).Count);
        Assert.Equal([many[^1]], await Store.ListRefusalsAsync(null, 1, default));
    }

    [Fact]
    public async Task Members_are_known_by_name()
    {
        var member = new MemberRow { Name = "c1", Url = "https://c1:7443", Version = "3.0.0", StartedAt = Now, SeenAt = Now, IsLeader = true, Streams = 3 };
        var other = member with { Name = "c2", IsLeader = false };
        await Store.SaveMemberAsync(other, default);
        await Store.SaveMemberAsync(member with { IsLeader = false }, default);
        await Store.SaveMemberAsync(member, default);

        Assert.Equal([member, other], await Store.ListMembersAsync(default));
    }

    [Fact]
    public async Task Member_that_leads_is_the_only_one_though_the_one_before_it_can_no_longer_say_so()
    {
        var killed = new MemberRow { Name = "c1", Url = "https://c1:7443", Version = "3.0.0", StartedAt = Now, SeenAt = Now, IsLeader = true };
        await Store.SaveMemberAsync(killed, default);
        await Store.SaveMemberAsync(killed with { Name = "c3", IsLeader = false }, default);
        Assert.Equal([true, false], (await Store.ListMembersAsync(default)).Select(member => member.IsLeader));

        await Store.SaveMemberAsync(killed with { Name = "c2" }, default);

        Assert.Equal([false, true, false], (await Store.ListMembersAsync(default)).Select(member => member.IsLeader));
    }

    [Fact]
    public async Task First_authority_is_one_for_all_who_start_at_once()
    {
        var authorities = Enumerable.Range(1, 4).Select(number => new AuthorityRow($"f{number}", "certificate", "key", Now, true)).ToList();

        await Task.WhenAll(authorities.Select(authority => Store.AddFirstAuthorityAsync(authority, default))).Soon();

        Assert.Contains(Assert.Single(await Store.ListAuthoritiesAsync(default)), authorities);
    }

    [Fact]
    public async Task Authorities_are_kept_and_changed_the_newest_first()
    {
        var old = new AuthorityRow("f1", "certificate", "key", Now, true);
        await Store.SaveAuthorityAsync(old, default);
        await Store.SaveAuthorityAsync(new AuthorityRow("f2", "certificate", "key", Now.AddDays(1), true), default);
        await Store.SaveAuthorityAsync(old with { Issues = false, Key = "" }, default);

        Assert.Equal(
            [new AuthorityRow("f2", "certificate", "key", Now.AddDays(1), true), old with { Issues = false, Key = "" }],
            await Store.ListAuthoritiesAsync(default));
    }

    private static RefusalRow Refusal(string sensor, string target, long position) => new(sensor, Now, new OrderRefused(Cidr.Parse(target), position, "ignored"));
}

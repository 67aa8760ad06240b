using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Bouncers;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Bouncers;

/// <summary>What bouncers are told, over HTTP and a coordinator's store.</summary>
public sealed class BouncerListenerTests : IAsyncLifetime
{
    private CoordinatorRig _rig = null!;
    private Supervisor _supervisor = null!;
    private ActorRef<BouncerMessage> _actor = null!;
    private WebApplication _listener = null!;
    private HttpClient _bouncer = null!;

    public async Task InitializeAsync()
    {
        _rig = await CoordinatorRig.StartAsync();
        await StartAsync();
        _bouncer.DefaultRequestHeaders.Add("X-Api-Key", (await _rig.ChangeAsync(new AddBouncer("web-1"))).ApiToken);
        _bouncer.DefaultRequestHeaders.UserAgent.ParseAdd("crowdsec-firewall-bouncer/v0.0.25");
        await BlockAsync("198.51.100.9", 3600);
        await BlockAsync("192.0.2.0/24", 7200);
    }

    public async Task DisposeAsync()
    {
        _bouncer.Dispose();
        await StopAsync();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData("HEAD", "/v1/decisions")]
    [InlineData("GET", "/v1/decisions/stream?startup=true")]
    [InlineData("POST", "/v1/usage-metrics")]
    public async Task Who_has_no_key_or_another_is_told_403_as_CrowdSec_does(string method, string path)
    {
        foreach (var key in new[] { null, "psb_nonsense" })
        {
            using var stranger = new HttpClient { BaseAddress = Url };
            if (key is not null)
                stranger.DefaultRequestHeaders.Add("X-Api-Key", key);
            using var answer = await stranger.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)).Soon();

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal(method == "HEAD" ? "" : """{"message":"access forbidden"}""", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Key_that_was_taken_away_is_good_for_nothing()
    {
        await _rig.ChangeAsync(new RemoveBouncer("web-1"));

        Assert.Equal(HttpStatusCode.Forbidden, (await _bouncer.GetAsync("/v1/decisions").Soon()).StatusCode);
    }

    [Fact]
    public async Task Bouncer_that_starts_is_told_all_and_then_what_changes()
    {
        Assert.Equal(("192.0.2.0/24 198.51.100.9", ""), await PullAsync("?startup=true"));
        Assert.Equal(("", ""), await PullAsync());

        await BlockAsync("203.0.113.1", 3600);
        await _rig.ChangeAsync(new RemoveBlock(Cidr.Parse("198.51.100.9")));

        Assert.Equal(("203.0.113.1", "198.51.100.9"), await PullAsync());
        // Once more: that answer might have been lost.
        Assert.Equal(("203.0.113.1", "198.51.100.9"), await PullAsync());
        Assert.Equal(("", ""), await PullAsync());
    }

    [Fact]
    public async Task Answers_that_never_go_out_are_told_again_however_many()
    {
        await PullAsync("?startup=true");
        await PullAsync();
        await BlockAsync("203.0.113.1", 3600);
        for (var i = 0; i < 3; i++)
        {
            var pulled = new TaskCompletionSource<PulledDecisions>(TaskCreationOptions.RunContinuationsAsynchronously);
            _actor.Tell(new PullDecisions("web-1", "127.0.0.1", "", IsStartup: false, pulled));
            Assert.Equal("203.0.113.1", Assert.Single((await pulled.Task.Soon()).Stream.New).Value);
        }

        Assert.Equal(("203.0.113.1", ""), await PullAsync());
    }

    [Fact]
    public async Task What_is_told_is_as_CrowdSec_writes_it() =>
        Assert.Matches(
            """^\{"new":\[(\{"id":\d+,"origin":"cscli","type":"ban","scope":"(Ip|Range)","value":"[0-9./]+","scenario":"manual","duration":"\d+h\d+m\d+s"\},?){2}\],"deleted":\[\]\}$""",
            await _bouncer.GetStringAsync("/v1/decisions/stream?startup=true").Soon());

    [Fact]
    public async Task Block_with_another_end_is_taken_away_and_added_since_bouncers_keep_the_end_they_have()
    {
        await PullAsync("?startup=true");

        await _rig.ChangeAsync(new ExtendBlock(Cidr.Parse("198.51.100.9"), 3600));

        Assert.Equal(("198.51.100.9", "198.51.100.9"), await PullAsync());
    }

    [Fact]
    public async Task Hosts_that_share_a_key_each_have_a_place_of_their_own_and_none_is_lost_when_the_coordinator_starts_anew()
    {
        await PullAsync("?startup=true");
        await IsNotedAsync();
        await StopAsync();
        await BlockAsync("203.0.113.1", 3600);
        await _rig.ChangeAsync(new RemoveBlock(Cidr.Parse("198.51.100.9")));
        var key = _bouncer.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        await StartAsync();
        _bouncer.DefaultRequestHeaders.Add("X-Api-Key", key);

        Assert.Equal(("203.0.113.1", "198.51.100.9"), await PullAsync());
    }

    [Fact]
    public async Task While_the_fleet_simulates_nothing_is_blocked_and_afterwards_all_is()
    {
        await PullAsync("?startup=true");

        await _rig.ChangeAsync(new SimulateOrders(true, null, LiftAll: false));
        await Eventually.True(() => _rig.Queries.IsSimulating, "it simulates");
        Assert.Equal(("", "192.0.2.0/24 198.51.100.9"), await PullAsync());
        Assert.Equal("null", await _bouncer.GetStringAsync("/v1/decisions").Soon());

        await _rig.ChangeAsync(new SimulateOrders(false, null, LiftAll: false));
        await Eventually.True(() => !_rig.Queries.IsSimulating, "it blocks");
        Assert.Equal("192.0.2.0/24 198.51.100.9", (await PullAsync()).New);

        // At once again, before that answer is known to have arrived.
        await _rig.ChangeAsync(new SimulateOrders(true, null, LiftAll: false));
        await Eventually.True(() => _rig.Queries.IsSimulating, "it simulates");
        Assert.Equal(("", "192.0.2.0/24 198.51.100.9"), await PullAsync());
    }

    [Fact]
    public async Task Bouncer_that_was_told_of_a_simulation_elsewhere_is_told_all_again()
    {
        await PullAsync("?startup=true");
        await IsNotedAsync();
        // Another member, which shares the store, told it that the list is empty; here nobody knows of that but the store.
        var place = (await _rig.Bouncers.FindPullAsync("web-1", "127.0.0.1", default))!;
        await _rig.Bouncers.SavePullAsync(place with { IsBeforeEmpty = true, IsLastEmpty = true, At = _rig.Time.GetUtcNow().AddSeconds(1) }, default);

        Assert.Equal("192.0.2.0/24 198.51.100.9", (await PullAsync()).New);
    }

    [Theory]
    [InlineData("?ip=198.51.100.9", "198.51.100.9")]
    [InlineData("?ip=192.0.2.77", "192.0.2.0/24")]
    [InlineData("?ip=203.0.113.1", "")]
    [InlineData("?range=192.0.2.0/25", "192.0.2.0/24")]
    [InlineData("?range=192.0.0.0/16", "")]
    [InlineData("?range=192.0.0.0/16&contains=false", "192.0.2.0/24")]
    [InlineData("?scope=Ip&value=198.51.100.9", "198.51.100.9")]
    [InlineData("?type=captcha", "")]
    [InlineData("?limit=1", "192.0.2.0/24")]
    [InlineData("", "192.0.2.0/24 198.51.100.9")]
    public async Task One_address_or_network_is_asked_for_and_none_is_the_word_null(string query, string expected)
    {
        var text = await _bouncer.GetStringAsync($"/v1/decisions{query}").Soon();

        Assert.Equal(expected, text == "null" ? "" : Values(JsonDocument.Parse(text).RootElement));
        Assert.NotEqual("[]", text);
    }

    [Fact]
    public async Task Decision_has_the_fields_of_CrowdSec()
    {
        var decision = JsonDocument.Parse(await _bouncer.GetStringAsync("/v1/decisions?ip=198.51.100.9").Soon()).RootElement[0];

        Assert.Equal(["id", "origin", "type", "scope", "value", "scenario", "duration"], decision.EnumerateObject().Select(field => field.Name));
        Assert.Matches("^0h5[0-9]m[0-9]{1,2}s$|^1h0m0s$", decision.GetProperty("duration").GetString());
    }

    [Fact]
    public async Task Nonsense_is_a_bad_request_and_usage_metrics_are_taken()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _bouncer.GetAsync("/v1/decisions?ip=nobody").Soon()).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await _bouncer.PostAsync("/v1/usage-metrics", new StringContent("{}")).Soon()).StatusCode);
        Assert.Equal("""{"status":"up"}""", await _bouncer.GetStringAsync("/health").Soon());
    }

    [Fact]
    public async Task Operators_see_who_asks_with_a_key()
    {
        await PullAsync("?startup=true");
        await IsNotedAsync();

        var seen = Assert.Single(await _rig.Changes.Bouncers.ListAsync(default));

        Assert.Equal(("web-1", 1, "crowdsec-firewall-bouncer/v0.0.25", "127.0.0.1"), (seen.Name, seen.Hosts, seen.Agent, seen.Address));
        Assert.NotNull(seen.SeenAt);
    }

    private Uri Url => new(_listener.Urls.First());

    private async Task StartAsync()
    {
        _supervisor = SupervisorOf(_rig);
        _actor = _supervisor.Spawn("bouncers", new Mailbox<BouncerMessage>(64), () => new BouncerActor(_rig.Store, _rig.Bouncers, _rig.Queries, NullLogger<BouncerActor>.Instance));
        _listener = await new BouncerListener(new BouncerEndpoints(_actor, _rig.Bouncers, _rig.Queries, _rig.Time)).StartAsync(new IPEndPoint(IPAddress.Loopback, 0), NullLoggerProvider.Instance, default);
        _bouncer?.Dispose();
        _bouncer = ClientOf(Url);
    }

    private static Supervisor SupervisorOf(CoordinatorRig rig) => new(rig.Time, NullLogger<Supervisor>.Instance);

    private static HttpClient ClientOf(Uri url) => new() { BaseAddress = url };

    private async Task StopAsync()
    {
        await _listener.DisposeAsync();
        await _supervisor.StopAsync(TimeSpan.FromSeconds(5));
        _supervisor.Dispose();
    }

    /// <summary>A place is noted beside its answer.</summary>
    private Task IsNotedAsync() => Eventually.True(async () => await _rig.Bouncers.FindPullAsync("web-1", "127.0.0.1", default) is not null, () => "the place is noted");

    private Task<OperatorAnswer> BlockAsync(string target, long seconds) => _rig.ChangeAsync(new AddBlock(Cidr.Parse(target), seconds));

    private async Task<(string New, string Deleted)> PullAsync(string query = "")
    {
        using var told = JsonDocument.Parse(await _bouncer.GetStringAsync($"/v1/decisions/stream{query}").Soon());
        return (Values(told.RootElement.GetProperty("new")), Values(told.RootElement.GetProperty("deleted")));
    }

    private static string Values(JsonElement decisions) => string.Join(' ', decisions.EnumerateArray().Select(one => one.GetProperty("value").GetString()).Order(StringComparer.Ordinal));
}

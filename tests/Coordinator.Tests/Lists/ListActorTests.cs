using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Lists;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Tests.Store;
using PortSentry.Shared.Actors;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Lists;

/// <summary>Who leads fetches what is due, once, and leaves what follows to the leader.</summary>
public sealed class ListActorTests : IAsyncLifetime, IDisposable
{
    private readonly ActorHost _host = new();
    private readonly SqliteRig _database = new();
    private readonly ListFetcher _fetcher = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeProvider.System);
    private readonly SaidLeader _leader = new();
    private IStore _store = null!; // Set before each test.
    private ListServer _server = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _store = _database.Open();
        await _store.PrepareAsync(default);
        _server = await ListServer.StartAsync("192.0.2.1\n");
        var leader = _host.Spawn<LeaderMessage>(() => _leader);
        _host.Spawn<ListMessage>(() => new ListActor(_store, leader, _fetcher, new Random(1), NullLogger<ListActor>.Instance));
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose() => _fetcher.Dispose();

    [Fact]
    public async Task Member_that_leads_fetches_what_is_due_once_until_it_is_decided_on()
    {
        await SaveAsync("due", TimeSpan.Zero);
        await SaveAsync("later", TimeSpan.FromDays(30));
        _leader.Leads = true;

        await LookAsync(4);

        var kept = Assert.IsType<KeepFetched>(Assert.Single(await WaitingAsync()).Command);
        Assert.Equal(("due", _server.Url, "192.0.2.1", "coordinator"), (kept.Name, kept.Url, kept.Fetched.Entries, kept.Who));
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task Member_that_does_not_lead_fetches_nothing_until_it_does()
    {
        await SaveAsync("due", TimeSpan.Zero);
        await LookAsync(2);
        Assert.Empty(_server.Asked);

        _leader.Leads = true;
        await LookAsync(2);
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task What_cannot_be_fetched_is_told_to_the_leader_too()
    {
        await SaveAsync("due", TimeSpan.Zero);
        _server.Answer(http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        _leader.Leads = true;

        await LookAsync(2);

        Assert.Equal("the answer has status 503", Assert.IsType<KeepFetched>(Assert.Single(await WaitingAsync()).Command).Fetched.Problem);
    }

    [Fact]
    public async Task List_that_cannot_be_read_costs_no_other_list()
    {
        await SaveAsync("bad", TimeSpan.Zero);
        await SaveAsync("good", TimeSpan.Zero, "?good");
        _server.Answer(http =>
        {
            if (http.Request.QueryString.HasValue)
                return http.Response.WriteAsync("192.0.2.1");
            http.Response.Headers.ContentEncoding = "br";
            return http.Response.WriteAsync(new string('\u007f', 1000));
        });
        _leader.Leads = true;

        await LookAsync(2);

        Assert.Equal([("bad", null), ("good", "192.0.2.1")], (await WaitingAsync()).Select(item => (KeepFetched)item.Command).Select(kept => (kept.Name, kept.Fetched.Entries)));
        Assert.Empty(_host.Log.Lines);
    }

    /// <summary>Lets the actor look so often; it asks for the right to lead each time, and is done with the time before then.</summary>
    private async Task LookAsync(int times)
    {
        for (var asked = _leader.Asked + times; _leader.Asked < asked;)
        {
            var before = _leader.Asked;
            await Eventually.True(
                () =>
                {
                    _host.Time.Advance(TimeSpan.FromSeconds(2));
                    return _leader.Asked > before;
                },
                "it looks");
        }
    }

    private async Task SaveAsync(string name, TimeSpan due, string query = "")
    {
        var list = new BlockList { Name = name, Url = $"{_server.Url}{query}", Every = TimeSpan.FromHours(12), Lasts = TimeSpan.FromDays(7), Fetching = new ListFetching { NextAt = _host.Time.GetUtcNow() + due } };
        await using var leader = _database.Lead();
        await leader.CommitAsync(new LeaderWork { Lists = [new ListChange(name, list, "")] }, default);
    }

    private async Task<IReadOnlyList<CommandItem>> WaitingAsync()
    {
        await using var leader = _database.Lead();
        return [.. (await leader.ReadInboxAsync(10, default)).Cast<CommandItem>()];
    }

    /// <summary>Says whether it leads as the test has it.</summary>
    private sealed class SaidLeader : Actor<LeaderMessage>
    {
        private volatile int _asked;

        public SaidLeader() => Become(Ready);

        public bool Leads { get; set; }

        public int Asked => _asked;

        private ValueTask Ready(LeaderMessage message)
        {
            if (message is AskLeading ask)
            {
                ask.Answer.TrySetResult(Leads);
                _asked++;
            }

            return ValueTask.CompletedTask;
        }
    }
}

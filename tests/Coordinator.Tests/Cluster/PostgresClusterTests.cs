using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Postgres;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Coordinator.Tests.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Cluster;

[Collection(PostgresFixture.Name)]
public sealed class PostgresClusterTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly List<PostgresCluster> _clusters = [];
    private string _connectionString = "";

    private PostgresDatabase Database { get; set; } = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _connectionString = await postgres.Server.MakeDatabaseAsync();
        Database = new PostgresDatabase(_connectionString);
        await new SqlStore(Database).PrepareAsync(default);
    }

    public async Task DisposeAsync()
    {
        foreach (var cluster in _clusters)
            await cluster.DisposeAsync();
        await Database.DisposeAsync();
    }

    [Fact]
    public async Task Leader_alone_has_the_lock_until_it_gives_it_away()
    {
        var leader = await (await JoinAsync()).NextSessionAsync();
        await using var other = await PostgresLeaderConnection.OpenAsync(_connectionString, default);
        // A session that is silent for a second and a half ends.
        await leader.BeatAsync(default);
        Assert.False(await other.TryLockAsync(default));

        await leader.DisposeAsync();

        await Eventually.True(() => other.TryLockAsync(default), () => "the lock is free");
    }

    [Fact]
    public async Task Leader_whose_session_is_killed_can_write_nothing_and_another_member_leads()
    {
        await using var first = await (await JoinAsync()).NextSessionAsync();
        await first.CommitAsync(Block(1), default);

        await postgres.Server.EndSessionsAsync($"pid in (select pid from pg_locks where locktype = 'advisory' and granted) and datname = '{DatabaseName}'");
        var second = await JoinAsync();

        await Assert.ThrowsAsync<LeadershipLostException>(() => first.CommitAsync(Block(2), default));
        await Assert.ThrowsAsync<LeadershipLostException>(() => first.BeatAsync(default));
        await using var leader = await second.NextSessionAsync();
        Assert.Equal(1, (await leader.LoadBookAsync(default)).Position.Position);
        await leader.CommitAsync(Block(2), default);
    }

    [Fact]
    public async Task Leader_that_falls_silent_is_replaced()
    {
        await using var first = await (await JoinAsync()).NextSessionAsync();
        var second = await JoinAsync();

        await using var leader = await second.NextSessionAsync();

        await leader.CommitAsync(Block(1), default);
        await Assert.ThrowsAsync<LeadershipLostException>(() => first.CommitAsync(Block(1), default));
    }

    [Fact]
    public async Task Member_that_gave_its_session_away_can_be_elected_again()
    {
        var member = await JoinAsync();
        await (await member.NextSessionAsync()).DisposeAsync();

        await using var again = await member.NextSessionAsync();

        await again.BeatAsync(default);
    }

    [Fact]
    public async Task News_come_to_every_member()
    {
        var members = new[] { await JoinAsync(), await JoinAsync() };
        foreach (var member in members)
            await member.HeardAsync(Enum.GetValues<ClusterNews>());

        await _clusters[0].TellAsync(ClusterNews.Orders, default);

        foreach (var member in members)
            await member.HeardAsync(ClusterNews.Orders);
    }

    [Fact]
    public async Task Database_that_was_away_is_led_again_and_all_kinds_of_news_are_told_once()
    {
        var member = await JoinAsync();
        await using var before = await member.NextSessionAsync();
        await member.HeardAsync(Enum.GetValues<ClusterNews>());

        await postgres.Server.StopAsync();
        await Assert.ThrowsAsync<LeadershipLostException>(() => before.BeatAsync(default));
        await before.DisposeAsync();
        await _clusters[0].TellAsync(ClusterNews.Orders, default);
        await postgres.Server.StartAsync();

        // Nobody beats for this leader: one that was elected before it was waited for may be over.
        await Eventually.True(
            async () =>
            {
                await using var after = await member.NextSessionAsync();
                return await Record.ExceptionAsync(() => after.CommitAsync(Block(1), default)) is not LeadershipLostException;
            },
            () => "it leads again");
        await member.HeardAsync(Enum.GetValues<ClusterNews>());
    }

    private string DatabaseName => _connectionString.Split("Database=")[1];

    private async Task<MemberRecord> JoinAsync()
    {
        var member = new MemberRecord();
        var cluster = new PostgresCluster(_connectionString, Database, new PostgresElection(_connectionString, TimeProvider.System, NullLogger<PostgresElection>.Instance), TimeProvider.System, NullLogger<PostgresCluster>.Instance);
        _clusters.Add(cluster);
        await cluster.StartAsync(member, default);
        return member;
    }

    private static LeaderWork Block(long position) => new()
    {
        Orders = [new LoggedOrder(position, DateTimeOffset.UnixEpoch, new BlockOrder { Target = Cidr.Parse("192.0.2.7"), Until = null })],
    };
}

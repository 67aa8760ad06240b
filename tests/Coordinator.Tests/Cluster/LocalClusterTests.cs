using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Coordinator.Store.Sqlite;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Cluster;

public sealed class LocalClusterTests
{
    private readonly MemberRecord _member = new();

    [Fact]
    public async Task Member_leads_at_once_and_again_whenever_a_session_has_ended()
    {
        using var folder = new TemporaryFolder();
        await using var database = new SqliteDatabase(folder.Name);
        await new SqlStore(database).PrepareAsync(default);
        await using var cluster = new LocalCluster(new LocalElection(database, TimeProvider.System));
        await cluster.StartAsync(_member, default);

        var first = await _member.NextSessionAsync();
        await first.CommitAsync(new LeaderWork { Policy = "{}" }, default);
        Assert.False(_member.HasSession);
        await first.DisposeAsync();

        await using var second = await _member.NextSessionAsync();
        Assert.Equal("{}", await second.LoadPolicyAsync(default));
    }

    [Fact]
    public async Task News_come_to_this_member()
    {
        using var folder = new TemporaryFolder();
        await using var database = new SqliteDatabase(folder.Name);
        await using var cluster = new LocalCluster(new LocalElection(database, TimeProvider.System));
        await cluster.StartAsync(_member, default);

        await cluster.TellAsync(ClusterNews.Outcomes, default);

        await _member.HeardAsync(ClusterNews.Outcomes);
    }
}

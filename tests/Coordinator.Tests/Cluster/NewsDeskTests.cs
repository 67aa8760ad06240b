using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Tests.Decide;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Cluster;

public sealed class NewsDeskTests : IAsyncDisposable
{
    private readonly ActorHost _host = new();
    private readonly Told<LeaderMessage> _leader;
    private readonly Told<BroadcastMessage> _broadcast;
    private readonly Told<DirectoryMessage> _directory;
    private readonly NewsDesk _desk;

    public NewsDeskTests()
    {
        (_leader, _broadcast, _directory) = (new Told<LeaderMessage>(_host), new Told<BroadcastMessage>(_host), new Told<DirectoryMessage>(_host));
        _desk = new NewsDesk(_leader.Ref, _broadcast.Ref, _directory.Ref);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task News_comes_to_the_actor_that_it_concerns()
    {
        foreach (var news in Enum.GetValues<ClusterNews>())
            _desk.NewsCame(news);

        Assert.Equal([new WorkWaits()], await _leader.AllAsync(new Beat()));
        Assert.Equal([new ReadOn()], await _broadcast.AllAsync(new PingStreams()));
        Assert.Equal([new ReadSensors()], await _directory.AllAsync(new ReadSensors()));
    }

    [Fact]
    public async Task Session_that_the_leader_cannot_take_is_given_back()
    {
        var (taken, refused) = (new ScriptedSession(), new ScriptedSession());
        _desk.Elected(taken);
        Assert.Same(taken, Assert.IsType<Lead>(await _leader.NextAsync()).Session);

        await _host.StopAsync();
        _desk.Elected(refused);

        await refused.Ended.Soon();
        Assert.False(taken.Ended.IsCompleted);
    }
}

using PortSentry.Sensor.Block;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block;

public sealed class BlockerActorTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    private readonly ActorHost _host = new();
    private readonly RecordingBlocker _blocker = new();
    private readonly List<BlockEntry> _taken = [];
    private readonly CollectingLogger<BlockerActor> _log = new();
    private readonly ActorRef<BlockerCommand> _actor;

    public BlockerActorTests() => _actor = _host.Spawn<BlockerCommand>(() => new BlockerActor(_blocker, _taken.AddRange, _log));

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Blocks_are_put_into_force_and_told_once()
    {
        Assert.True(await PutAsync("192.0.2.7"));
        Assert.True(await PutAsync("192.0.2.7", "192.0.2.8"));
        await _host.StopAsync();

        Assert.Equal(["192.0.2.7", "192.0.2.8"], _taken.Select(block => block.Target.ToString()));
    }

    [Fact]
    public async Task What_failed_is_made_good_after_a_pause_and_told_then()
    {
        _blocker.Failures = 2;

        Assert.False(await PutAsync("192.0.2.7"));
        Assert.False(await PutAsync("192.0.2.8"));
        Assert.Equal(["block 192.0.2.7"], _blocker.Calls);
        _host.Time.Advance(ShortestPause);
        Assert.False(await PutAsync("192.0.2.9"));
        _host.Time.Advance(2 * ShortestPause);
        Assert.True(await PutAsync());
        await _host.StopAsync();

        Assert.Equal(["block", "replace", "replace"], _blocker.Calls.Select(call => call.Split(' ')[0]));
        Assert.Equal(["192.0.2.7", "192.0.2.8", "192.0.2.9"], _taken.Select(block => block.Target.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal([5301, 5302], _log.Ids);
    }

    [Fact]
    public async Task What_was_lifted_during_a_failure_is_not_in_force_after_it()
    {
        await PutAsync("192.0.2.7", "192.0.2.8");
        _blocker.Failures = 1;
        var lifted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new TakeOut([Cidr.Parse("192.0.2.7")], lifted));
        Assert.False(await lifted.Task.Soon());

        _host.Time.Advance(ShortestPause);
        await PutAsync();
        await _host.StopAsync();

        Assert.Equal([Cidr.Parse("192.0.2.8")], _blocker.InForce.Keys);
    }

    [Fact]
    public async Task What_others_changed_is_put_back_when_it_is_looked_at()
    {
        await PutAsync("192.0.2.7");
        _blocker.InForce.Clear();

        _actor.Tell(new LookSoon());
        await PutAsync();
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await PutAsync();
        await _host.StopAsync();

        Assert.Equal([Cidr.Parse("192.0.2.7")], _blocker.InForce.Keys);
        Assert.Equal([5303], _log.Ids);
        Assert.Single(_taken);
    }

    [Fact]
    public async Task Exact_list_replaces_what_was_wanted_and_tells_nothing_of_what_was_in_force_before()
    {
        await PutAsync("192.0.2.7");
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        _actor.Tell(new HoldExactly([Blocks.Restored("192.0.2.8"), Blocks.Of("192.0.2.9")], answer));

        Assert.True(await answer.Task.Soon());
        await _host.StopAsync();
        Assert.Equal(["192.0.2.8", "192.0.2.9"], _blocker.InForce.Keys.Select(target => target.ToString()).Order());
        Assert.Equal(["192.0.2.7", "192.0.2.9"], _taken.Select(block => block.Target.ToString()));
    }

    private Task<bool> PutAsync(params string[] targets)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new PutInForce([.. targets.Select(target => Blocks.Of(target))], answer));
        return answer.Task.Soon();
    }
}

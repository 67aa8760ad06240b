using PortSentry.Shared.Actors;
using PortSentry.Shared.Running;
using PortSentry.Shared.Tests.Actors;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Running;

public sealed class WatchdogActorTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorHost _host = new();
    private readonly CollectingLogger<WatchdogActor> _log = new();
    private readonly List<IWorker> _watched = [];
    private int _beats;

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Beats_come_twice_as_often_as_they_must_while_all_rest()
    {
        var worker = _host.Spawn(() => new Recorder([]));
        _watched.Add(worker);
        await Eventually.True(() => worker.Turns == 2, "it has begun");
        await StartAsync();

        await LookAsync(times: 3);

        Assert.Equal(3, _beats);
    }

    [Fact]
    public async Task Actor_that_works_on_and_on_is_not_hung()
    {
        using var step = new SemaphoreSlim(0);
        using var done = new SemaphoreSlim(0);
        var worker = _host.Spawn(() => new Recorder([], async (_, _) =>
        {
            done.Release();
            await step.WaitAsync();
        }));
        _watched.Add(worker);
        await StartAsync();
        for (var message = 0; message < 5; message++)
            worker.Tell("work");

        for (var look = 0; look < 4; look++)
        {
            await done.WaitAsync().Soon();
            await LookAsync();
            step.Release();
        }

        Assert.Equal(4, _beats);
        step.Release(2);
    }

    [Fact]
    public async Task Actor_hung_in_one_message_ends_the_beats_and_is_named_and_one_that_goes_on_has_them_back()
    {
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var worker = _host.Spawn(() => new Recorder([], async (_, _) =>
        {
            entered.TrySetResult();
            await go.Task;
        }));
        _watched.Add(worker);
        await StartAsync();
        worker.Tell("hang");
        await entered.Task.Soon();

        await LookAsync(times: 3);
        Assert.Equal(1, _beats);
        Assert.Contains(_log.Lines, line => line.Text.Contains("actor has been at one and the same message for 00:00:30", StringComparison.Ordinal));

        go.SetResult();
        await Eventually.True(() => worker.Turns % 2 == 0, "it rests");
        await LookAsync();
        Assert.Equal(2, _beats);
    }

    [Fact]
    public async Task Actor_that_failed_is_not_hung()
    {
        var worker = _host.Spawn(() => new Recorder([], (_, _) => throw new InvalidOperationException("on purpose")));
        _watched.Add(worker);
        await StartAsync();
        worker.Tell("fail");
        await Eventually.True(() => worker.Turns > 2 && worker.Turns % 2 == 0, "it has failed");

        await LookAsync(times: 3);

        Assert.Equal(3, _beats);
    }

    private async Task StartAsync()
    {
        _host.Spawn(() => new WatchdogActor(Patience, () => _watched, () => Interlocked.Increment(ref _beats), _log));
        await _host.Time.TimerDueIn(Patience / 2).Soon();
    }

    private async Task LookAsync(int times = 1)
    {
        for (var look = 0; look < times; look++)
        {
            var before = Volatile.Read(ref _beats) + _log.Lines.Count;
            _host.Time.Advance(Patience / 2);
            await Eventually.True(() => Volatile.Read(ref _beats) + _log.Lines.Count > before, "the watchdog has looked");
        }
    }
}

using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Actors;

public sealed class ActorRefTests
{
    [Fact]
    public async Task Full_mailbox_drops_the_newest_counts_it_and_hands_it_back()
    {
        await using var host = new ActorHost();
        var (entered, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        List<string> handled = [], droppedBack = [];
        var actor = host.Spawn(
            () => new Recorder([], async (message, _) =>
            {
                entered.TrySetResult();
                await go.Task;
                handled.Add(message);
            }),
            capacity: 2,
            whenDropped: droppedBack.Add);
        actor.Tell("in hand");
        await entered.Task.Soon();

        List<bool> told = [actor.Tell("one"), actor.Tell("two"), actor.Tell("three"), actor.Tell("four")];
        var waiting = actor.Waiting;
        go.SetResult();
        await host.StopAsync();

        Assert.Equal([true, true, false, false], told);
        Assert.Equal((2, 2L), (waiting, actor.Dropped));
        Assert.Equal(["in hand", "one", "two"], handled);
        Assert.Equal(["three", "four"], droppedBack);
    }

    [Fact]
    public async Task Message_to_a_stopped_actor_is_dropped_and_counted()
    {
        await using var host = new ActorHost();
        var actor = host.Spawn(() => new Recorder([]));
        await host.StopAsync();

        var told = actor.Tell("late");

        Assert.Equal((false, 1L, "actor"), (told, actor.Dropped, actor.Name));
    }
}

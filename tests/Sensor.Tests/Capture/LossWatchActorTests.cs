using PortSentry.Sensor.Capture;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture;

public sealed class LossWatchActorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Losses_are_told_once_a_minute_and_only_while_they_grow()
    {
        await using var host = new ActorHost();
        var log = new CollectingLogger<LossWatchActor>();
        CaptureCounts[] minutes = [new(10, 0, 0), new(110, 30, 0), new(200, 30, 0)];
        var asked = 0;
        host.Spawn(() => new LossWatchActor(() => minutes[Math.Min(asked++, 2)], log));

        for (var i = 0; i < 3; i++)
        {
            await host.Time.TimerDueIn(Minute).Soon();
            host.Time.Advance(Minute);
        }

        await Eventually.True(() => asked >= 3, "it looked again");
        Assert.Equal(["30 of 100 frames to tripwires were lost within a minute: more came than this host can look at; detection goes on"], log.Lines.Select(line => line.Text));
    }
}

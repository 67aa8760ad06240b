using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Actors;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class LinkWatchActorTests : IAsyncDisposable
{
    private const int Up = 6301;
    private const int Lost = 6302;
    private const int Refused = 6303;

    private static readonly LinkLost Away = new(new LinkException(LinkFault.Unreachable, "connection refused"));
    private static readonly LinkLost Revoked = new(new LinkException(LinkFault.Refused, "web-1 was revoked"));

    private readonly ActorHost _host = new();
    private readonly CollectingLogger<LinkWatchActor> _log = new();
    private readonly ActorRef<LinkNews> _watch;

    public LinkWatchActorTests() => _watch = _host.Spawn<LinkNews>(() => new LinkWatchActor(_log));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Outage_is_told_once_then_hourly_and_when_it_is_over()
    {
        await Tell(new LinkUp(), Away, Away);
        _host.Time.Advance(TimeSpan.FromMinutes(59));
        await Tell(Away);
        Assert.Equal([Up, Lost], _log.Ids);

        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await Tell(Away, new LinkUp(), new LinkUp());
        Assert.Equal([Up, Lost, Lost, Up], _log.Ids);
    }

    [Fact]
    public async Task Clock_that_is_set_is_no_reason_to_tell_an_outage_again()
    {
        await Tell(Away);
        _host.Time.SetClock(TimeSpan.FromDays(10_000));
        await Tell(Away);

        Assert.Equal([Lost], _log.Ids);
    }

    [Fact]
    public async Task Outages_within_a_minute_are_one()
    {
        await Tell(new LinkUp(), Away, new LinkUp(), Away, new LinkUp());
        Assert.Equal([Up, Lost, Up], _log.Ids);

        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await Tell(Away);
        Assert.Equal([Up, Lost, Up, Lost], _log.Ids);
    }

    [Fact]
    public async Task Refusal_is_told_with_its_reason_at_once_and_then_each_minute()
    {
        await Tell(Away, Revoked, Revoked);
        _host.Time.Advance(TimeSpan.FromSeconds(59));
        await Tell(Revoked);
        Assert.Equal([Lost, Refused], _log.Ids);
        Assert.Contains("web-1 was revoked", _log.Lines[1].Text, StringComparison.Ordinal);

        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await Tell(Revoked);
        Assert.Equal([Lost, Refused, Refused], _log.Ids);
    }

    [Fact]
    public async Task State_says_how_the_link_is()
    {
        Assert.Equal(new LinkState(false, null, null), await Tell());
        Assert.Equal(new LinkState(false, null, "connection refused"), await Tell(Away));
        Assert.Equal(new LinkState(true, _host.Time.GetUtcNow(), null), await Tell(new LinkUp()));
        Assert.Equal(new LinkState(true, _host.Time.GetUtcNow(), "the store is away"), await Tell(new ReportsStuck(new LinkException(LinkFault.Busy, "the store is away"))));
        Assert.Equal(new LinkState(true, _host.Time.GetUtcNow(), null), await Tell(new ReportsFlow()));
    }

    private async Task<LinkState> Tell(params LinkNews[] news)
    {
        foreach (var one in news)
            _watch.Tell(one);
        var answer = new TaskCompletionSource<LinkState>(TaskCreationOptions.RunContinuationsAsynchronously);
        _watch.Tell(new GetLinkState(answer));
        return await answer.Task.Soon();
    }
}

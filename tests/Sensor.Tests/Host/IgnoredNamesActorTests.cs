using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Host;

public sealed class IgnoredNamesActorTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly ActorHost _host = new();
    private readonly CollectingLogger<IgnoredNamesActor> _log = new();
    private readonly Dictionary<string, IReadOnlyList<Address>?> _known = [];
    private readonly List<string> _told = [];
    private int _asked;
    private bool _isBusy;

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Names_are_looked_up_at_once_and_every_five_minutes()
    {
        _known["office.example"] = [Address.Parse("203.0.113.5")];
        var actor = Start();
        actor.Tell(new UseIgnoredNames(["office.example"]));
        await _host.Time.TimerDueIn(Again).Soon();
        _known["office.example"] = [Address.Parse("203.0.113.9"), Address.Parse("2001:db8::9")];

        _host.Time.Advance(Again);
        await Eventually.True(() => _told.Count == 3, "the change is told");
        await _host.StopAsync();

        Assert.Equal(["", "203.0.113.5", "203.0.113.9 2001:db8::9"], _told);
    }

    [Fact]
    public async Task Name_that_cannot_be_told_keeps_its_addresses_and_is_told_of_once()
    {
        _known["office.example"] = [Address.Parse("203.0.113.5")];
        var actor = Start();
        actor.Tell(new UseIgnoredNames(["office.example"]));
        await _host.Time.TimerDueIn(Again).Soon();
        _known["office.example"] = null;

        _host.Time.Advance(Again);
        await Eventually.True(() => _log.Ids.Count == 1, "it is told of");
        await _host.Time.TimerDueIn(Soon).Soon();
        _host.Time.Advance(Soon);
        await Eventually.True(() => _asked == 3, "it is asked for again");
        await _host.StopAsync();

        Assert.Equal((3, "203.0.113.5"), (_asked, _told[^1]));
        Assert.Equal([7021], _log.Ids);
    }

    [Fact]
    public async Task Name_that_is_not_known_yet_is_asked_for_again_soon_and_then_ever_later()
    {
        (_known["office.example"], _known["home.example"]) = (null, [Address.Parse("203.0.113.5")]);
        var actor = Start();
        actor.Tell(new UseIgnoredNames(["office.example", "home.example"]));
        foreach (var wait in new[] { Soon, Soon * 2, Soon * 4 })
        {
            await _host.Time.TimerDueIn(wait).Soon();
            _known["office.example"] = wait == Soon * 4 ? [Address.Parse("203.0.113.9")] : null;
            _host.Time.Advance(wait);
        }

        await Eventually.True(() => _told.Count == 3, "it is known at last");
        await _host.StopAsync();

        Assert.Equal(["", "203.0.113.5", "203.0.113.5 203.0.113.9"], _told);
        // Both at first, then the unknown one alone.
        Assert.Equal(2 + 3, _asked);
    }

    [Fact]
    public async Task Name_that_no_thread_is_free_for_is_asked_for_again_soon()
    {
        (_known["office.example"], _isBusy) = ([Address.Parse("203.0.113.5")], true);
        var actor = Start();
        actor.Tell(new UseIgnoredNames(["office.example"]));
        await _host.Time.TimerDueIn(Soon).Soon();
        _isBusy = false;

        _host.Time.Advance(Soon);
        await Eventually.True(() => _told.Count == 2, "it is known");
        await _host.StopAsync();

        Assert.Equal("203.0.113.5", _told[^1]);
    }

    [Fact]
    public async Task Name_of_a_file_that_was_away_for_a_moment_has_its_addresses_at_once()
    {
        _known["office.example"] = [Address.Parse("203.0.113.5")];
        var actor = Start();
        actor.Tell(new UseIgnoredNames(["office.example"]));
        await Eventually.True(() => _told.Count == 2, "it is known");
        _known["office.example"] = null;

        actor.Tell(new UseIgnoredNames([]));
        actor.Tell(new UseIgnoredNames(["office.example"]));
        await _host.StopAsync();

        Assert.Equal(["", "203.0.113.5", "", "203.0.113.5"], _told);
    }

    [Fact]
    public async Task Name_that_leaves_the_file_is_ignored_no_more()
    {
        _known["office.example"] = [Address.Parse("203.0.113.5")];
        var actor = Start();
        actor.Tell(new UseIgnoredNames(["office.example"]));
        await _host.Time.TimerDueIn(Again).Soon();
        await Eventually.True(() => _told.Count == 2, "it is known");

        actor.Tell(new UseIgnoredNames([]));
        await _host.StopAsync();

        Assert.Equal("", _told[^1]);
    }

    [Fact]
    public void Names_of_the_ignore_file_protect_whom_they_stand_for()
    {
        var source = Address.Parse("203.0.113.5");
        var state = new HostState { Addresses = Hosts.Addresses, IgnoredByName = [Cidr.Host(source)] };

        Assert.True(state.ToView(new Sensor.Config.SensorOptions(), []).Protection.Covers(source));
        Assert.False(state.Matches(state with { IgnoredByName = [] }));
    }

    private Shared.Actors.ActorRef<IgnoredNamesMessage> Start() =>
        _host.Spawn<IgnoredNamesMessage>(() => new IgnoredNamesActor(Ask, networks => _told.Add(string.Join(' ', networks)), _log));

    private bool Ask(string name, Action<IReadOnlyList<Address>?> answer)
    {
        _asked++;
        if (_isBusy)
            return false;

        answer(_known[name]);
        return true;
    }
}

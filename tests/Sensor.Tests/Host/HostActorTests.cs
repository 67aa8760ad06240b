using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Host;

public sealed class HostActorTests : IAsyncLifetime, IAsyncDisposable
{
    private const int Blind = 7004;
    private const int SeesAgain = 7005;
    private const int AddressesLost = 7006;
    private const int AddressesFound = 7007;
    private const int IgnoreFileUnread = 7008;
    private const int IgnoreFileRead = 7009;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly ServicePort Web = new(ServicePort.AnyIPv4, 80);
    private static readonly Address Own = Address.Parse("198.51.100.1");

    private readonly TemporaryFolder _folder = new();
    private readonly ActorHost _host = new();
    private readonly FakeHost _reader = new();
    private readonly List<HostView> _views = [];
    private readonly List<IReadOnlyList<string>> _names = [];
    private readonly CollectingLogger<HostActor> _log = new();

    private SensorOptions Options => new() { StateDir = _folder.Name };

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task First_view_is_told_at_once()
    {
        _reader.Listeners = [Web];

        var view = await ViewOf(Start());

        Assert.Single(_views);
        Assert.True(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 79) && !view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80));
    }

    [Fact]
    public async Task First_view_of_an_actor_that_begins_anew_protects_whom_the_fleet_protects()
    {
        var coordinator = Address.Parse("203.0.113.30");
        var fleet = FleetProtection.None;
        var actor = _host.Spawn<HostMessage>(() => new HostActor(Options, [ProtocolMode.Atcp], _reader, View, _names.Add, _log) { Fleet = fleet });
        await ViewOf(actor);

        fleet = FleetProtection.None with { Coordinators = [coordinator] };
        actor.Tell(new TellAgain());
        await _host.Time.TimerDueIn(TimeSpan.FromMilliseconds(100)).Soon();
        _host.Time.Advance(TimeSpan.FromMilliseconds(100));
        await ViewOf(actor);

        Assert.Equal([false, true], _views.Select(view => view.Protection.Covers(coordinator)));

        void View(HostView view)
        {
            // What nobody foresaw happens once.
            if (_views.Count == 1 && fleet != FleetProtection.None && _host.Log.Ids.Count == 0)
                throw new InvalidOperationException("unforeseen");
            _views.Add(view);
        }
    }

    [Fact]
    public async Task Kernel_that_does_not_say_what_is_served_is_told_of_once_a_minute_and_what_it_named_last_stands()
    {
        _reader.Listeners = [Web];
        var actor = Start();
        await ViewOf(actor);
        _reader.Listeners = null;

        await Later(actor, Poll);
        var view = await Later(actor, Poll);
        Assert.False(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80));
        Assert.Equal([Blind], _log.Ids);

        await Later(actor, TimeSpan.FromMinutes(1));
        Assert.Equal([Blind, Blind], _log.Ids);
        _reader.Listeners = [Web];
        await Later(actor, Poll);
        Assert.Equal([Blind, Blind, SeesAgain], _log.Ids);
    }

    [Fact]
    public async Task Nothing_is_told_while_nothing_changes()
    {
        var actor = Start();
        await Later(actor, Poll);
        await Later(actor, Poll);

        Assert.Single(_views);
    }

    [Fact]
    public async Task Service_that_starts_is_no_tripwire_at_the_next_look()
    {
        var actor = Start();
        await ViewOf(actor);
        _reader.Listeners = [Web];

        var view = await Later(actor, Poll);

        Assert.Equal((2, false), (_views.Count, view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80)));
    }

    [Fact]
    public async Task Service_that_stopped_is_a_tripwire_after_its_grace()
    {
        _reader.Listeners = [Web];
        var actor = Start(Options with { ServiceGrace = TimeSpan.FromMinutes(1) });
        await ViewOf(actor);
        _reader.Listeners = [];

        var within = await Later(actor, TimeSpan.FromSeconds(58));
        var after = await Later(actor, TimeSpan.FromSeconds(4));

        Assert.Equal((false, true), (within.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80), after.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80)));
    }

    [Fact]
    public async Task Listeners_that_cannot_be_read_stay_as_they_were()
    {
        _reader.Listeners = [Web];
        var actor = Start(Options with { ServiceGrace = TimeSpan.FromSeconds(3) });
        await ViewOf(actor);
        _reader.Listeners = null;

        var view = await Later(actor, TimeSpan.FromMinutes(1));

        Assert.False(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80));
    }

    [Fact]
    public async Task Port_that_answered_is_no_tripwire_and_told_of_once()
    {
        var actor = Start();
        var answered = new PortAnswered(Transport.Tcp, new ServicePort(Own, 81), _host.Time.GetUtcNow());
        actor.Tell(answered);
        actor.Tell(answered);

        var view = await ViewOf(actor);

        Assert.False(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 81));
        Assert.Equal((2, 7001), (_views.Count, Assert.Single(_log.Ids)));
    }

    [Fact]
    public async Task Published_ports_are_services()
    {
        _reader.Published = [Web];

        Assert.False((await ViewOf(Start())).Watches[ProtocolMode.Atcp].IsTripwire(Own, 80));
    }

    [Fact]
    public async Task Protocols_have_services_of_their_own()
    {
        _reader.Listeners = [Web];
        _reader.UdpListeners = [new(ServicePort.AnyIPv4, 53), new(ServicePort.AnyIPv4, 40000)];
        _reader.UdpPublished = [new(ServicePort.AnyIPv4, 500)];
        var actor = _host.Spawn<HostMessage>(() => new HostActor(Options, [ProtocolMode.Atcp, ProtocolMode.Audp], _reader, _views.Add, _names.Add, _log));
        actor.Tell(new PortAnswered(Transport.Udp, new ServicePort(Own, 81), _host.Time.GetUtcNow()));

        var watches = (await ViewOf(actor)).Watches;

        Assert.Equal([true, false], new ushort[] { 53, 80 }.Select(port => watches[ProtocolMode.Atcp].IsTripwire(Own, port)));
        Assert.Equal([false, true, false, false], new ushort[] { 53, 80, 81, 500 }.Select(port => watches[ProtocolMode.Audp].IsTripwire(Own, port)));
        // A client's port that nobody watches is not kept.
        Assert.Equal("53,500", watches[ProtocolMode.Audp].Services.EverywhereIPv4.ToString());
    }

    [Fact]
    public async Task Services_of_both_protocols_outlive_a_restart()
    {
        _reader.UdpListeners = [new(ServicePort.AnyIPv4, 53)];
        HostActor Audp() => new(Options, [ProtocolMode.Audp], _reader, _views.Add, _names.Add, _log);
        await ViewOf(_host.Spawn<HostMessage>(Audp));
        await _host.StopAsync();
        await using var again = new ActorHost();
        _reader.UdpListeners = [];

        var view = await ViewOf(again.Spawn<HostMessage>(Audp));

        Assert.False(view.Watches[ProtocolMode.Audp].IsTripwire(Own, 53));
    }

    [Fact]
    public async Task Burst_of_changed_rules_is_read_once_it_has_settled()
    {
        var actor = Start();
        await ViewOf(actor);
        var read = _reader.PublishedRead;
        _reader.Published = [Web];
        for (var i = 0; i < 10; i++)
            actor.Tell(new NatRulesChanged());
        await ViewOf(actor);

        var view = await Later(actor, TimeSpan.FromSeconds(1));

        Assert.Equal((read + 1, false), (_reader.PublishedRead, view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80)));
    }

    [Fact]
    public async Task Rules_that_nobody_tells_of_are_read_again_every_minute()
    {
        var actor = Start();
        await ViewOf(actor);
        _reader.Published = [Web];

        var before = (await Later(actor, TimeSpan.FromSeconds(58))).Watches[ProtocolMode.Atcp].IsTripwire(Own, 80);
        var after = (await Later(actor, Poll)).Watches[ProtocolMode.Atcp].IsTripwire(Own, 80);

        Assert.Equal((true, false), (before, after));
    }

    [Fact]
    public async Task Rules_that_cannot_be_read_stay_as_they_were()
    {
        _reader.Published = [Web];
        var actor = Start(Options with { ServiceGrace = TimeSpan.FromSeconds(1) });
        await ViewOf(actor);
        _reader.Published = null;

        var view = await Later(actor, TimeSpan.FromMinutes(2));

        Assert.False(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80));
    }

    [Fact]
    public async Task Addresses_are_read_when_the_kernel_tells_of_a_change()
    {
        var actor = Start();
        await Later(actor, Poll);
        var readBefore = _reader.AddressesRead;
        _reader.Addresses = HostAddresses.None;

        actor.Tell(new AddressesChanged());
        actor.Tell(new AddressesChanged());
        var view = await Later(actor, Settled);

        Assert.Equal((1, 2), (readBefore, _reader.AddressesRead));
        Assert.False(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 79));
    }

    [Fact]
    public async Task Addresses_are_read_now_and_then_though_nobody_tells()
    {
        var actor = Start();
        await ViewOf(actor);
        var readBefore = _reader.AddressesRead;

        for (var i = 0; i < 15; i++)
            await Later(actor, Poll);

        Assert.Equal((1, 2), (readBefore, _reader.AddressesRead));
    }

    [Fact]
    public async Task Addresses_that_cannot_be_read_stay_as_they_were()
    {
        var actor = Start();
        await ViewOf(actor);
        _reader.Addresses = null;

        actor.Tell(new AddressesChanged());

        Assert.True((await ViewOf(actor)).Watches[ProtocolMode.Atcp].IsTripwire(Own, 79));
        Assert.Single(_views);
    }

    [Fact]
    public async Task Addresses_that_the_kernel_does_not_name_are_told_of_once_a_minute_and_read_again_at_the_next_look()
    {
        var actor = Start();
        await ViewOf(actor);
        _reader.Addresses = null;
        actor.Tell(new AddressesChanged());
        await Later(actor, Settled);
        await Later(actor, Poll);
        Assert.Equal([AddressesLost], _log.Ids);

        _reader.Addresses = HostAddresses.None;
        var view = await Later(actor, Poll);

        Assert.False(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 79));
        Assert.Equal([AddressesLost, AddressesFound], _log.Ids);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public async Task Service_that_stopped_keeps_its_grace_wherever_the_clock_is_set(int days)
    {
        _reader.Listeners = [Web];
        var actor = Start(Options with { ServiceGrace = TimeSpan.FromMinutes(1) });
        await ViewOf(actor);
        _reader.Listeners = [];

        _host.Time.SetClock(TimeSpan.FromDays(days));
        var within = await Later(actor, TimeSpan.FromSeconds(58));
        var after = await Later(actor, TimeSpan.FromSeconds(4));

        Assert.Equal((false, true), (within.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80), after.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80)));
    }

    [Fact]
    public async Task Session_that_logs_in_is_protected_at_the_next_look()
    {
        var actor = Start();
        await ViewOf(actor);
        _reader.Sessions = [Address.Parse("203.0.113.5")];

        Assert.True((await Later(actor, Poll)).Protection.Covers(Address.Parse("203.0.113.5")));
    }

    [Fact]
    public async Task Ignore_file_takes_effect_when_it_is_made_edited_and_removed()
    {
        var (ignored, path) = (Address.Parse("203.0.113.5"), _folder["ignore"]);
        var actor = Start(Options with { IgnoreFile = path });
        List<bool> covered = [(await ViewOf(actor)).Protection.Covers(ignored)];

        await File.WriteAllTextAsync(path, "203.0.113.0/24\nnon sense\n");
        covered.Add((await Later(actor, Poll)).Protection.Covers(ignored));
        await File.WriteAllTextAsync(path, "203.0.114.0/24\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        covered.Add((await Later(actor, Poll)).Protection.Covers(ignored));
        File.Delete(path);
        await Later(actor, Poll);

        Assert.Equal([false, true, false], covered);
        Assert.Equal([7002, 7002, 7002], _log.Ids); // Missing, no address, missing.
    }

    [Fact]
    public async Task Ignore_file_that_cannot_be_read_for_a_moment_is_tried_again_and_whom_it_named_is_protected_meanwhile()
    {
        var (path, edited) = (_folder["ignore"], new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Address[] watched = [Address.Parse("203.0.113.5"), Address.Parse("203.0.114.5"), Address.Parse("203.0.115.5")];
        await File.WriteAllTextAsync(path, "203.0.113.0/24\noffice.example\n");
        var actor = Start(Options with { IgnoreFile = path });
        List<string> covered = [Covered(await ViewOf(actor))];

        // A folder in its place is what not even root can read.
        File.Delete(path);
        Directory.CreateDirectory(path);
        Directory.SetLastWriteTimeUtc(path, edited);
        await File.WriteAllTextAsync($"{path}.static", "203.0.115.0/24\n");
        covered.Add(Covered(await Later(actor, Poll)));
        covered.Add(Covered(await Later(actor, Poll)));
        Directory.Delete(path);
        await File.WriteAllTextAsync(path, "203.0.114.0/24\noffice.example\n");
        File.SetLastWriteTimeUtc(path, edited);
        covered.Add(Covered(await Later(actor, Poll)));
        covered.Add(Covered(await Later(actor, Poll)));

        Assert.Equal(["113", "113 115", "113 115", "114 115", "114 115"], covered);
        Assert.Equal([IgnoreFileUnread, IgnoreFileRead], _log.Ids);
        Assert.Single(_names);

        string Covered(HostView view) => string.Join(' ', watched.Where(view.Protection.Covers).Select(address => address.ToString().Split('.')[2]));
    }

    [Fact]
    public async Task Names_of_the_ignore_file_are_asked_for_again_when_the_addresses_change()
    {
        await File.WriteAllTextAsync(_folder["ignore"], "office.example\n");
        var actor = Start(Options with { IgnoreFile = _folder["ignore"] });
        await ViewOf(actor);

        actor.Tell(new AddressesChanged());
        await Later(actor, Settled);
        var before = _names.Count;
        _reader.Addresses = HostAddresses.None;
        actor.Tell(new AddressesChanged());
        await Later(actor, Settled);

        Assert.Equal((1, 2), (before, _names.Count));
        Assert.Equal(["office.example"], _names[^1]);
    }

    [Fact]
    public async Task Ignore_file_written_before_the_clock_was_set_back_is_told_of_once()
    {
        await File.WriteAllTextAsync(_folder["ignore"], "192.0.2.0/33\n");
        File.SetLastWriteTimeUtc(_folder["ignore"], new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var actor = Start(Options with { IgnoreFile = _folder["ignore"] });

        await Later(actor, Poll);
        await Later(actor, Poll);

        Assert.Equal([7002], _log.Ids);
    }

    [Fact]
    public async Task New_options_are_in_use_at_once()
    {
        var actor = Start();

        actor.Tell(new UseOptions(Options with { Tcp = new() { AdvancedPorts = 10 } }));
        var view = await ViewOf(actor);

        Assert.Equal("0-9", view.Watches[ProtocolMode.Atcp].Watched.ToString());
    }

    [Fact]
    public async Task Services_outlive_a_restart()
    {
        _reader.Listeners = [Web];
        await ViewOf(Start());
        await _host.StopAsync();
        await using var again = new ActorHost();
        _reader.Listeners = [];

        var view = await ViewOf(Start(Options, again));

        Assert.True(_reader.IsDisposed);
        Assert.False(view.Watches[ProtocolMode.Atcp].IsTripwire(Own, 80));
    }

    [Fact]
    public async Task Without_grace_nothing_is_kept()
    {
        _reader.Listeners = [Web];
        await ViewOf(Start(Options with { ServiceGrace = TimeSpan.Zero }));
        await _host.StopAsync();

        Assert.False(File.Exists(_folder[ServiceFile.NameOf(Transport.Tcp)]));
    }

    [Fact]
    public async Task Services_that_cannot_be_saved_are_told_of_once()
    {
        var actor = Start(Options with { StateDir = _folder["missing"] });
        _reader.Listeners = [Web];
        await Later(actor, Poll);
        _reader.Listeners = [Web, new(ServicePort.AnyIPv4, 443)];
        await Later(actor, Poll);
        await _host.StopAsync();

        Assert.Equal([7003], _log.Ids);
    }

    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(50);

    private ActorRef<HostMessage> Start() => Start(Options);

    private ActorRef<HostMessage> Start(SensorOptions options, ActorHost? host = null) =>
        (host ?? _host).Spawn<HostMessage>(() => new HostActor(options, [ProtocolMode.Atcp], _reader, _views.Add, _names.Add, _log));

    /// <summary>The view after all that was told before.</summary>
    private static async Task<HostView> ViewOf(ActorRef<HostMessage> actor)
    {
        var answer = new TaskCompletionSource<HostView>(TaskCreationOptions.RunContinuationsAsynchronously);
        actor.Tell(new GetHostView(answer));
        return await answer.Task.Soon();
    }

    /// <summary>The view after what the actor does as the time moves on.</summary>
    private async Task<HostView> Later(ActorRef<HostMessage> actor, TimeSpan by)
    {
        await ViewOf(actor);
        _host.Time.Advance(by);
        return await ViewOf(actor);
    }
}

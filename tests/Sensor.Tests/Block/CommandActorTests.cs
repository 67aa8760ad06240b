using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Block;

public sealed class CommandActorTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly ActorHost _host = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<BlockCommand> _told = [];
    private readonly List<string> _ran = [];
    private readonly CollectingLogger<CommandActor> _log = new();

    private string Gate => _folder["gate"];

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        // No command outlives the sensor.
        await Eventually.True(async () => (await Command.RunAsync("pgrep", "-f", Gate)).ExitCode == 1, () => "the commands have ended");
        _folder.Dispose();
    }

    [Fact]
    public async Task Command_runs_with_source_port_and_mode_and_is_told()
    {
        var actor = Spawn($"echo $TARGET$ $PORT$ $MODE$ > {_folder["out"]}");

        actor.Tell(new RunForAlarm(AlarmOf("192.0.2.7")));
        await _host.StopAsync();

        Assert.Equal("192.0.2.7 111 stcp\n", await File.ReadAllTextAsync(_folder["out"]));
        Assert.Equal([$"echo 192.0.2.7 111 stcp > {_folder["out"]}"], _ran);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Block_comes_after_its_command()
    {
        var actor = Spawn("true");

        actor.Tell(Then("192.0.2.7"));
        await _host.StopAsync();

        Assert.Equal([Blocks.Local("192.0.2.7")], Asked());
    }

    [Fact]
    public async Task Block_waits_no_longer_than_a_second_when_the_sensor_stops_either()
    {
        await Command.MustAsync("mkfifo", Gate);
        var actor = Spawn($"cat {Gate}");

        actor.Tell(Then("192.0.2.7"));
        var stopping = _host.StopAsync();
        await Eventually.True(
            () =>
            {
                // Real time may pass in which the host would give up stopping, too.
                _host.Time.Advance(TimeSpan.FromMilliseconds(25));
                return Task.FromResult(Asked().Count == 1);
            },
            () => "the block is asked for");

        Assert.Empty(_ran);
        await File.WriteAllTextAsync(Gate, "");
        await stopping;
        Assert.Single(Asked());
        Assert.Single(_ran);
    }

    [Fact]
    public async Task Block_waits_no_longer_than_a_second_for_its_command()
    {
        await Command.MustAsync("mkfifo", Gate);
        var actor = Spawn($"cat {Gate}");

        actor.Tell(Then("192.0.2.7"));
        await Eventually.True(
            () =>
            {
                // Real time may pass in which the host would give up stopping, too.
                _host.Time.Advance(TimeSpan.FromMilliseconds(25));
                return Task.FromResult(Asked().Count == 1);
            },
            () => "the block is asked for");

        Assert.Empty(_ran);
        await File.WriteAllTextAsync(Gate, "");
        await _host.StopAsync();
        Assert.Single(Asked());
        Assert.Single(_ran);
    }

    [Fact]
    public async Task Block_of_an_alarm_that_is_taken_back_while_its_command_runs_never_comes()
    {
        await Command.MustAsync("mkfifo", Gate);
        var actor = Spawn($"cat {Gate}");

        actor.Tell(Then("192.0.2.7"));
        actor.Tell(Then("192.0.2.8"));
        actor.Tell(TakenBack("192.0.2.7"));
        await Eventually.True(() => Told().Count == 1, "it is taken back");
        await File.WriteAllTextAsync(Gate, "");
        await _host.StopAsync();

        Assert.Equal([new RetractBlock(Cidr.Parse("192.0.2.7"), Address.Parse("192.0.2.7")), new BlockSource(Blocks.Local("192.0.2.8"))], Told());
    }

    [Fact]
    public async Task Block_that_has_come_is_retracted_after_it()
    {
        var actor = Spawn("true");

        actor.Tell(Then("192.0.2.7"));
        await Eventually.True(() => Told().Count == 1, "the block is asked for");
        actor.Tell(TakenBack("192.0.2.7"));
        await _host.StopAsync();

        Assert.Equal([new BlockSource(Blocks.Local("192.0.2.7")), new RetractBlock(Cidr.Parse("192.0.2.7"), Address.Parse("192.0.2.7"))], Told());
    }

    [Fact]
    public async Task Block_does_not_wait_at_all_while_others_run_and_what_is_too_much_is_counted()
    {
        await Command.MustAsync("mkfifo", Gate);
        var actor = Spawn($"cat {Gate}");

        for (var i = 0; i < 4 + 256 + 1; i++)
            actor.Tell(Then($"10.0.{i / 256}.{i % 256}"));
        await Eventually.True(() => Asked().Count == 257 && _log.Ids.Contains(5203), "all but those that run are asked for");

        Assert.DoesNotContain(Blocks.Local("10.0.0.0"), Asked());
    }

    [Fact]
    public async Task Command_that_is_not_found_is_not_told_as_run_and_the_block_comes()
    {
        var actor = Spawn("/nonexistent/program");

        actor.Tell(Then("192.0.2.7"));
        await _host.StopAsync();

        Assert.Empty(_ran);
        Assert.Single(Asked());
    }

    private static Alarm AlarmOf(string source) => Blocks.WithAlarm(source).Alarm!;

    private static RunForAlarm Then(string source) => new(AlarmOf(source), Blocks.Local(source));

    private static TakeBackAlarm TakenBack(string source) => new(Cidr.Parse(source), Address.Parse(source));

    private List<BlockRequest> Asked() => [.. Told().OfType<BlockSource>().Select(block => block.Request)];

    private List<BlockCommand> Told()
    {
        lock (_told)
            return [.. _told];
    }

    private ActorRef<CommandMessage> Spawn(string command) => _host.Spawn<CommandMessage>(() => new CommandActor(
        new CommandTemplate(command), new CommandRunner(Toolbox.OfHost, _host.Time, NullLogger<CommandRunner>.Instance), Tell, (_, text) => _ran.Add(text), _log));

    private void Tell(BlockCommand command)
    {
        lock (_told)
            _told.Add(command);
    }
}

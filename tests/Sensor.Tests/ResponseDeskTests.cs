using PortSentry.Sensor.Block;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests;

public sealed class ResponseDeskTests
{
    private static readonly Cidr Network = Cidr.Parse("2001:db8::/64");
    private static readonly Address Source = Address.Parse("2001:db8::7");

    private readonly List<BlockCommand> _blocks = [];
    private readonly List<CommandMessage> _commands = [];

    [Fact]
    public async Task Alarm_is_taken_back_where_its_block_waits_for_its_command()
    {
        await RetractAsync(commandFirst: true);

        Assert.Equal([new TakeBackAlarm(Network, Source)], _commands);
        Assert.Empty(_blocks);
    }

    [Fact]
    public async Task Alarm_is_taken_back_at_once_where_the_command_comes_after_the_block()
    {
        await RetractAsync(commandFirst: false);

        Assert.Equal([new RetractBlock(Network, Source)], _blocks);
        Assert.Empty(_commands);
    }

    private async Task RetractAsync(bool commandFirst)
    {
        await using var host = new ActorHost();
        var blocks = host.Spawn<BlockCommand>(() => new Recorder<BlockCommand>(_blocks));
        var commands = host.Spawn<CommandMessage>(() => new Recorder<CommandMessage>(_commands));

        new ResponseDesk(blocks, commands, commandFirst).Retract(Network, Source);
        await host.StopAsync();
    }

    private sealed class Recorder<T> : Actor<T>
    {
        public Recorder(List<T> messages) => Become(messages.Add);
    }
}

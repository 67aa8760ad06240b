using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>Hands what detectors ask for to the actors that do it, in the order that KILL_RUN_CMD_FIRST says; never waits. Any thread may use it.</summary>
/// <param name="blocks">The block list.</param>
/// <param name="commands">What runs KILL_RUN_CMD; null where that is not set.</param>
/// <param name="commandFirst">True to run it before the block.</param>
internal sealed class ResponseDesk(ActorRef<BlockCommand> blocks, ActorRef<CommandMessage>? commands, bool commandFirst)
{
    /// <summary>True when there is a command to run.</summary>
    public bool RunsCommand => commands is not null;

    /// <summary>That a source be blocked.</summary>
    public void Block(BlockRequest request)
    {
        // A command that cannot be run any more delays no block.
        var isFollowing = commandFirst && request.Alarm is { } alarm && commands?.Tell(new RunForAlarm(alarm, request)) == true;
        if (!isFollowing)
            blocks.Tell(new BlockSource(request));
    }

    /// <summary>That the command be run for an alarm which blocks nobody.</summary>
    public void Run(Alarm alarm) => commands?.Tell(new RunForAlarm(alarm));

    /// <summary>That a block be lifted as if it had never been, or not be made where it waits for its command.</summary>
    public void Retract(Cidr network, Address source)
    {
        if (!commandFirst || commands?.Tell(new TakeBackAlarm(network, source)) != true)
            blocks.Tell(new RetractBlock(network, source));
    }

    /// <summary>These blocks have come into force, or were prolonged: those of alarms have their command run once, where that comes after.</summary>
    public void Follow(IEnumerable<SourceBlocked> blocked)
    {
        if (commandFirst || commands is null)
            return;

        foreach (var alarm in blocked.Where(one => one.IsNew && one.Block.Origin == BlockOrigin.Local).Select(one => one.Block.Alarm).OfType<Alarm>())
            commands.Tell(new RunForAlarm(alarm));
    }
}

using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>What the actor that runs KILL_RUN_CMD is told.</summary>
public abstract record CommandMessage
{
    private protected CommandMessage()
    {
    }
}

/// <summary>Run the command for an alarm; a block that is to follow it is asked for when the command has ended, or has taken long enough.</summary>
public sealed record RunForAlarm(Alarm Alarm, BlockRequest? Then = null) : CommandMessage;

/// <summary>Take an alarm back: a block that is to follow its command is asked for no more, one that has followed it is retracted.</summary>
public sealed record TakeBackAlarm(Cidr Network, Address Source) : CommandMessage;

/// <summary>Go on after this command: it has ended, or has taken long enough.</summary>
public sealed record GoOnAfter(RunForAlarm Run) : CommandMessage;

using PortSentry.Sensor.Decide;

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

/// <summary>A command has ended.</summary>
public sealed record CommandEnded : CommandMessage;

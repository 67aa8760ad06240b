using System.Text.Json.Serialization;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>What a local command asks the running sensor: one JSON line over the control socket.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(AskStatus), "status")]
[JsonDerivedType(typeof(AskBlocks), "blocks")]
[JsonDerivedType(typeof(AskBlock), "block")]
[JsonDerivedType(typeof(AskUnblock), "unblock")]
[JsonDerivedType(typeof(AskUnblockAll), "unblock-all")]
[JsonDerivedType(typeof(AskReload), "reload")]
[JsonDerivedType(typeof(AskJoin), "join")]
public abstract record ControlRequest
{
    private protected ControlRequest()
    {
    }
}

/// <summary>How is the sensor?</summary>
public sealed record AskStatus : ControlRequest;

/// <summary>What is blocked?</summary>
public sealed record AskBlocks : ControlRequest;

/// <summary>Block this address or network, for so many seconds; none to let the policy say, 0 for ever. For the fleet: the coordinator is asked to block it everywhere as well.</summary>
public sealed record AskBlock(string Target, long? Seconds, string Reason, bool ForFleet = false) : ControlRequest;

/// <summary>Lift what this address or network means.</summary>
public sealed record AskUnblock(string Target) : ControlRequest;

/// <summary>Lift every block.</summary>
public sealed record AskUnblockAll : ControlRequest;

/// <summary>Watch by this mode, too; the configuration file is the one it was started with.</summary>
public sealed record AskJoin(string Mode, string Configuration) : ControlRequest;

/// <summary>Read the configuration again.</summary>
public sealed record AskReload : ControlRequest;

using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>What the host actor is told.</summary>
public abstract record HostMessage
{
    private protected HostMessage()
    {
    }
}

/// <summary>Look at what the kernel does not tell of: listeners, sessions, files.</summary>
public sealed record LookAgain : HostMessage;

/// <summary>The kernel told of a change to addresses, links or routes.</summary>
public sealed record AddressesChanged : HostMessage;

/// <summary>Another program changed the firewall: NAT rules may have changed.</summary>
public sealed record NatRulesChanged : HostMessage;

/// <summary>Read the NAT rules anew.</summary>
public sealed record RereadNatRules : HostMessage;

/// <summary>A service answered on this port.</summary>
public sealed record PortAnswered(Transport Transport, ServicePort Service, DateTimeOffset At) : HostMessage;

/// <summary>The configuration has changed.</summary>
public sealed record UseOptions(SensorOptions Options) : HostMessage;

/// <summary>Look at the services of one more mode, and answer with the view that knows it.</summary>
public sealed record WatchMode(ProtocolMode Mode, TaskCompletionSource<HostView> Answer) : HostMessage;

/// <summary>Look at the services of a mode no longer: it has come to nothing.</summary>
public sealed record UnwatchMode(ProtocolMode Mode) : HostMessage;

/// <summary>Say how the host looks.</summary>
public sealed record GetHostView(TaskCompletionSource<HostView> Answer) : HostMessage;

/// <summary>Read addresses, links and routes anew.</summary>
public sealed record RereadAddresses : HostMessage;

/// <summary>The names of the ignore file have these addresses.</summary>
public sealed record IgnoredNamesFound(IReadOnlyList<Cidr> Networks) : HostMessage;

/// <summary>Tell the view once more: somebody new listens.</summary>
public sealed record TellAgain : HostMessage;

/// <summary>The fleet protects others than before; the answer, if one is wanted, comes when the view that says so was told.</summary>
public sealed record UseFleet(FleetProtection Fleet, TaskCompletionSource<bool>? Answer = null) : HostMessage;

using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Bouncers;

/// <summary>What the owner of the bouncers' places is asked.</summary>
internal abstract record BouncerMessage
{
    private protected BouncerMessage()
    {
    }
}

/// <summary>Say what the bouncer at this address is to add and take away; all that is in force when it starts.</summary>
internal sealed record PullDecisions(string Name, string Address, string Agent, bool IsStartup, TaskCompletionSource<PulledDecisions> Answer) : BouncerMessage;

/// <summary>An answer has gone out whole: the next one goes on from its place.</summary>
internal sealed record PlaceReached(BouncerPull Place) : BouncerMessage;

/// <summary>What a bouncer is to be told, and the place that it has reached once it is.</summary>
internal sealed record PulledDecisions(BouncerStream Stream, BouncerPull Place);

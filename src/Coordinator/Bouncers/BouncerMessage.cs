namespace PortSentry.Coordinator.Bouncers;

/// <summary>What the owner of the bouncers' places is asked.</summary>
internal abstract record BouncerMessage
{
    private protected BouncerMessage()
    {
    }
}

/// <summary>Say what the bouncer at this address is to add and take away; all that is in force when it starts.</summary>
internal sealed record PullDecisions(string Name, string Address, string Agent, bool IsStartup, TaskCompletionSource<BouncerStream> Answer) : BouncerMessage;

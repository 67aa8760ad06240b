using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>What the actor of a blocker is told.</summary>
public abstract record BlockerCommand
{
    private protected BlockerCommand()
    {
    }
}

/// <summary>Put these into force; the answer is true when they are, false when they are not, yet.</summary>
public sealed record PutInForce(IReadOnlyList<Decide.Block> Blocks, TaskCompletionSource<bool> Answer) : BlockerCommand;

/// <summary>Lift these; the answer is false when they are still in force.</summary>
public sealed record TakeOut(IReadOnlyList<Cidr> Targets, TaskCompletionSource<bool> Answer) : BlockerCommand;

/// <summary>Hold exactly these, whatever it was until now; the answer is true when they are in force.</summary>
public sealed record HoldExactly(IReadOnlyList<Decide.Block> Blocks, TaskCompletionSource<bool> Answer) : BlockerCommand;

/// <summary>Others may have changed what is in force: look within a second.</summary>
public sealed record LookSoon : BlockerCommand;

/// <summary>Look whether others have changed what is in force.</summary>
public sealed record LookNow : BlockerCommand;

/// <summary>The pause after a failure is over.</summary>
public sealed record RetryBlocker : BlockerCommand;

using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>A way to put blocks into force. One owner calls it, one call at a time; expected failures are BlockerException. The first call is <see cref="ReplaceAsync"/>.</summary>
public interface IBlocker : IDisposable
{
    /// <summary>The name that BLOCKER and all output know it by.</summary>
    string Name { get; }

    /// <summary>Puts these blocks into force, or gives those in force already their new end.</summary>
    ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Lifts these blocks; what is not in force is no failure.</summary>
    ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Makes what is in force equal to the list, whatever it was, without a moment of less protection; says what it held that is not on the list.</summary>
    ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel);

    /// <summary>True when what is in force is still what these blocks ask for; false when others changed it. For those that nothing tells of such changes.</summary>
    ValueTask<bool> HoldsAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel) => new(true);

    /// <summary>Takes out what is left of ours where nobody is blocked and no sensor runs.</summary>
    ValueTask WithdrawAsync(CancellationToken cancel) => default;

    /// <summary>The same effect as a command that a person could type.</summary>
    string Describe(Decide.Block block);
}

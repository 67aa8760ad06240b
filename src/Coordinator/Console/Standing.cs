using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Console;

/// <summary>How a target stands before somebody changes that, which says what can be told of the change, and which other one brings exactly this back, if any does.</summary>
/// <param name="Target">The address or network.</param>
/// <param name="Blocks">The blocks in force of it, around it and within it.</param>
/// <param name="IsIgnored">True when the ignore list has exactly this entry.</param>
/// <param name="At">When it stood so.</param>
internal sealed record Standing(Cidr Target, IReadOnlyList<BlockEntry> Blocks, bool IsIgnored, DateTimeOffset At)
{
    private IEnumerable<BlockEntry> Lifted => Blocks.Where(block => Lifting.Means(Target, block.Order.Target, block.Order.ByOperator));

    private BlockEntry? Own => Blocks.FirstOrDefault(block => block.Order.Target == Target);

    /// <summary>How it stands now.</summary>
    public static async Task<Standing> ReadAsync(QueryDesk queries, Cidr target, TimeProvider time, CancellationToken cancel)
    {
        var blocks = await queries.AroundAsync(target, cancel).ConfigureAwait(false);
        var ignored = await queries.IgnoredAsync(cancel).ConfigureAwait(false);
        return new Standing(target, blocks, ignored.Contains(target.ToString()), time.GetUtcNow());
    }

    /// <summary>Blocks it.</summary>
    public Deed Block(long? seconds, string? reason, string back) => new(new AddBlock(Target, seconds) { Reason = reason ?? "" }, $"{Target} is blocked", back)
    {
        Undo = Own is not null ? BlockAgain() : Lifted.Any() ? null : new RemoveBlock(Target),
    };

    /// <summary>Lets its block last longer.</summary>
    public Deed Extend(long seconds, string? reason, string back) => new(new ExtendBlock(Target, seconds) { Reason = reason ?? "" }, $"{Target} stays blocked {Spans.Text(TimeSpan.FromSeconds(seconds))} longer", back)
    {
        Undo = BlockAgain(),
    };

    /// <summary>Lifts its block, and those within it.</summary>
    public Deed Unblock(string? reason, string back)
    {
        var around = Blocks.Except(Lifted).FirstOrDefault();
        var done = around is null ? $"{Target} is unblocked" : $"Lifted, but {Target} stays blocked with {around.Order.Target}";
        return new Deed(new RemoveBlock(Target) { Reason = reason ?? "" }, done, back) { Undo = Lifted.Count() == 1 ? BlockAgain() : null };
    }

    /// <summary>Puts it on the ignore list.</summary>
    public Deed Ignore(string? reason, string back) => new(new ChangeIgnored([Target], []) { Reason = reason ?? "" }, $"{Target} is ignored from now on", back)
    {
        Undo = IsIgnored || Blocks.Count > 0 ? null : new ChangeIgnored([], [Target]),
    };

    /// <summary>Takes it off the ignore list; null when it is no entry of that.</summary>
    public Deed? Heed(string? reason, string back) => IsIgnored
        ? new Deed(new ChangeIgnored([], [Target]) { Reason = reason ?? "" }, $"{Target} is ignored no longer", back) { Undo = new ChangeIgnored([Target], []) }
        : null;

    /// <summary>Blocks it until the end that its block has; null when it has none, and for a list's, which would become an operator's and outlast the list.</summary>
    private AddBlock? BlockAgain() => Own is { Order: { List: null } own }
        ? new AddBlock(Target, own.Until is { } until ? Math.Max(1, (long)(until - At).TotalSeconds) : 0)
        : null;
}

using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Metrics;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Has the blockers put blocks into force for the block actor. A change that the one in this process fails at is made good by restoring the whole list, tried again with growing pauses and told of at most once a minute; the others see to themselves.</summary>
internal sealed partial class Enforcement(BlockerTeam team, ActorContext<BlockCommand> context, ILogger logger)
{
    /// <summary>So long the block list waits for the first of the blockers in actors of their own; what comes later is told when it comes.</summary>
    private static readonly TimeSpan LanePatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Reminder _failed = new();
    private readonly Reminder _restored = new();
    private BlockerTeam _team = team;
    private TimeSpan _pause = ShortestPause;

    /// <summary>How long changes by the blocker in this process took.</summary>
    public DurationTally Changes { get; } = new();

    /// <summary>Those that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Each blocker with whose blocks it carries out.</summary>
    public IReadOnlyList<(string Name, BlockerDuty Duty)> Duties =>
        [.. _team.Prompt is { } prompt ? [(prompt.Name, _team.PromptDuty)] : Array.Empty<(string, BlockerDuty)>(), .. _team.Lanes.Select(lane => (lane.Name, lane.Duty))];

    private DateTimeOffset Now => context.Time.GetUtcNow();

    /// <summary>Puts these into force; returns those that are, with the blocker that was first.</summary>
    public async ValueTask<IReadOnlyList<(Decide.Block Block, string By)>> BlockAsync(IReadOnlyList<Decide.Block> blocks)
    {
        List<(Task<bool> Answer, string By, IReadOnlyList<Decide.Block> Blocks)> asked =
            [.. _team.Lanes.Where(lane => blocks.Any(lane.Duty.Takes)).Select(lane => Ask(lane, [.. blocks.Where(lane.Duty.Takes)], static (mine, answer) => new PutInForce(mine, answer)))];
        var inForce = await PromptlyAsync(blocks).ConfigureAwait(false);
        var missing = blocks.Except(inForce.Select(one => one.Block)).ToHashSet();
        if (missing.Count > 0 && asked.Count > 0)
            inForce.AddRange(await FirstAsync(asked, missing).ConfigureAwait(false));
        return inForce;
    }

    /// <summary>Has these blockers hold this list from now on: for a moment it is held twice rather than by nobody.</summary>
    public async ValueTask UseAsync(BlockerTeam next, IReadOnlyCollection<Decide.Block> blocks)
    {
        _team = next with { PromptDuty = _team.PromptDuty.And(next.PromptDuty) };
        await RestorePromptAsync(blocks, RestoreCause.Ours).ConfigureAwait(false);
        await Patiently(Task.WhenAll(HoldExactly(blocks).Select(one => one.Answer))).ConfigureAwait(false);
        _team = next;
        await RestorePromptAsync(blocks, RestoreCause.Ours).ConfigureAwait(false);
    }

    /// <summary>Lifts these.</summary>
    public async ValueTask UnblockAsync(IReadOnlyList<Cidr> targets)
    {
        List<Task<bool>> asked = [.. _team.Lanes.Select(lane => Tell(lane, answer => new TakeOut(targets, answer)))];
        if (_team.Prompt is { } prompt)
            await TryAsync(() => prompt.UnblockAsync(targets, Now, context.Stopping)).ConfigureAwait(false);
        if (asked.Count > 0)
            await Patiently(Task.WhenAll(asked)).ConfigureAwait(false);
    }

    /// <summary>Makes what is in force equal to the list; what others did to the table of the blocker in this process is told, where it is certain. Returns what has come into force by that, with the blocker that was first.</summary>
    public async ValueTask<IReadOnlyList<(Decide.Block Block, string By)>> RestoreAsync(IReadOnlyCollection<Decide.Block> blocks, RestoreCause cause)
    {
        var asked = cause == RestoreCause.Ours ? HoldExactly(blocks) : [];
        var missing = blocks.Where(block => block.InForceAt is null).ToHashSet();
        List<(Decide.Block, string)> inForce = [];
        if (await RestorePromptAsync(blocks, cause).ConfigureAwait(false))
            inForce.AddRange(missing.Where(IsPrompt).Select(block => (block, _team.Prompt!.Name)));
        missing.RemoveWhere(block => inForce.Count > 0 && IsPrompt(block));
        if (missing.Count > 0 && asked.Count > 0)
            inForce.AddRange(await FirstAsync(asked, missing).ConfigureAwait(false));
        return inForce;
    }

    /// <summary>Has the blockers in actors of their own hold exactly their part of this list.</summary>
    public List<(Task<bool> Answer, string By, IReadOnlyList<Decide.Block> Blocks)> HoldExactly(IReadOnlyCollection<Decide.Block> blocks) =>
        [.. _team.Lanes.Select(lane => Ask(lane, [.. blocks.Where(lane.Duty.Takes)], static (mine, answer) => new HoldExactly(mine, answer)))];

    /// <summary>The blocker in this process; null for none.</summary>
    public string? PromptName => _team.Prompt?.Name;

    /// <summary>A block as a command that a person could type, for one of the blockers.</summary>
    public string Describe(Decide.Block block, string by) =>
        _team.Lanes.FirstOrDefault(lane => lane.Name == by) is { } lane ? lane.Describe(block) : _team.Prompt?.Describe(block) ?? "";

    private bool IsPrompt(Decide.Block block) => _team.Prompt is not null && _team.PromptDuty.Takes(block);

    private static (Task<bool> Answer, string By, IReadOnlyList<Decide.Block> Blocks) Ask(
        BlockerLane lane, IReadOnlyList<Decide.Block> mine, Func<IReadOnlyList<Decide.Block>, TaskCompletionSource<bool>, BlockerCommand> command) =>
        (Tell(lane, answer => command(mine, answer)), lane.Name, mine);

    private async ValueTask<List<(Decide.Block Block, string By)>> PromptlyAsync(IReadOnlyList<Decide.Block> blocks)
    {
        List<Decide.Block> mine = [.. blocks.Where(IsPrompt)];
        return _team.Prompt is { } prompt && mine.Count > 0 && await TryAsync(() => prompt.BlockAsync(mine, Now, context.Stopping)).ConfigureAwait(false)
            ? [.. mine.Select(block => (block, prompt.Name))]
            : [];
    }

    private async ValueTask<bool> RestorePromptAsync(IReadOnlyCollection<Decide.Block> blocks, RestoreCause cause)
    {
        if (_team.Prompt is not { } prompt)
            return false;

        IReadOnlyCollection<Decide.Block> mine = [.. blocks.Where(_team.PromptDuty.Takes)];
        return await TryAsync(async () =>
        {
            var strangers = await prompt.ReplaceAsync(mine, Now, context.Stopping).ConfigureAwait(false);
            var isByOthers = cause == RestoreCause.Others || (cause == RestoreCause.Doubt && strangers.Count > 0);
            if (isByOthers && _restored.IsDue(context.Time))
                LogRestored(mine.Count, string.Join(", ", strangers));
        }).ConfigureAwait(false);
    }

    /// <summary>For each block the first of the lanes that has it in force, of those that answer in time.</summary>
    private async ValueTask<List<(Decide.Block Block, string By)>> FirstAsync(
        List<(Task<bool> Answer, string By, IReadOnlyList<Decide.Block> Blocks)> asked, HashSet<Decide.Block> missing)
    {
        List<(Decide.Block, string)> first = [];
        var began = context.Time.GetTimestamp();
        while (missing.Count > 0 && asked.Count > 0 && await Patiently(Task.WhenAny(asked.Select(one => one.Answer)), LanePatience - context.Time.GetElapsedTime(began)).ConfigureAwait(false))
        {
            foreach (var (answer, by, blocks) in asked.Where(one => one.Answer.IsCompleted))
            {
                if (await answer.ConfigureAwait(false))
                    first.AddRange(blocks.Where(missing.Remove).Select(block => (block, by)));
            }

            asked.RemoveAll(one => one.Answer.IsCompleted);
        }

        return first;
    }

    private static Task<bool> Tell(BlockerLane lane, Func<TaskCompletionSource<bool>, BlockerCommand> command)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A lane that is too far behind to be told gets the whole list when it is looked at again.
        return lane.Actor.Tell(command(answer)) ? answer.Task : Task.FromResult(false);
    }

    private ValueTask<bool> Patiently(Task work) => Patiently(work, LanePatience);

    private async ValueTask<bool> Patiently(Task work, TimeSpan patience)
    {
        try
        {
            await work.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, context.Time, context.Stopping).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async ValueTask<bool> TryAsync(Func<ValueTask> change)
    {
        var began = context.Time.GetTimestamp();
        try
        {
            await change().ConfigureAwait(false);
            Changes.Add(context.Time.GetElapsedTime(began));
            _pause = ShortestPause;
            return true;
        }
        catch (BlockerException failure)
        {
            Failures++;
            if (_failed.IsDue(context.Time))
                LogFailed(failure.Message);
            context.After("restore", _pause, new RestoreFirewall(RestoreCause.Ours));
            _pause = _pause < LongestPause ? _pause * 2 : LongestPause;
            return false;
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "A change of the firewall failed: {Problem}; it is tried again until it succeeds")]
    private partial void LogFailed(string problem);

    [LoggerMessage(5002, LogLevel.Warning, "Another program changed our firewall table; all {Blocks} blocks are in force again. Removed: {Strangers}")]
    private partial void LogRestored(int blocks, string strangers);
}

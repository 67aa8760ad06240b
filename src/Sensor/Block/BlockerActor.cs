using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Runs one blocker: does all that waits at once; makes good what failed, with growing pauses, and what others have changed.</summary>
internal sealed partial class BlockerActor : Actor<BlockerCommand>
{
    private const int LargestTransaction = 1000;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    private readonly IBlocker _blocker;
    private readonly Action<IReadOnlyList<Decide.Block>> _taken;
    private readonly ILogger<BlockerActor> _logger;
    private readonly Dictionary<Cidr, Decide.Block> _wanted = [];
    private readonly HashSet<Cidr> _inForce = [];
    private readonly Dictionary<Cidr, Decide.Block> _put = [];
    private readonly HashSet<Cidr> _out = [];
    private readonly List<TaskCompletionSource<bool>> _answers = [];
    private readonly Reminder _failed = new();
    private TimeSpan _pause = ShortestPause;
    private bool _mustReplace;
    private bool _mustLook;
    private bool _isLookNear;
    private bool _isPaused;
    private bool _isFailing;

    /// <param name="blocker">The blocker; it outlives a restart of this actor.</param>
    /// <param name="taken">Hears of blocks that came into force by it; must not wait.</param>
    /// <param name="logger">Where failures are told.</param>
    public BlockerActor(IBlocker blocker, Action<IReadOnlyList<Decide.Block>> taken, ILogger<BlockerActor> logger)
    {
        (_blocker, _taken, _logger) = (blocker, taken, logger);
        Become(Ready);
    }

    private DateTimeOffset Now => Context.Time.GetUtcNow();

    private bool HasWork => _mustReplace || _mustLook || _put.Count > 0 || _out.Count > 0 || _answers.Count > 0;

    protected override ValueTask OnStarted()
    {
        Context.Every("look", LookEvery, new LookNow());
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnDrained() => WorkAsync();

    private ValueTask Ready(BlockerCommand command)
    {
        switch (command)
        {
            case PutInForce put:
                foreach (var block in put.Blocks)
                    Put(block);
                _answers.Add(put.Answer);
                break;
            case TakeOut take:
                foreach (var target in take.Targets)
                    Take(target);
                _answers.Add(take.Answer);
                break;
            case HoldExactly all:
                Hold(all.Blocks);
                _answers.Add(all.Answer);
                break;
            case LookSoon when !_isLookNear:
                _isLookNear = true;
                Context.After("soon", Settle, new LookNow());
                break;
            case LookNow:
                (_isLookNear, _mustLook) = (false, _wanted.Count > 0);
                break;
            case RetryBlocker:
                _isPaused = false;
                break;
        }

        return _put.Count + _out.Count >= LargestTransaction ? WorkAsync() : ValueTask.CompletedTask;
    }

    private void Put(Decide.Block block)
    {
        _wanted[block.Target] = _put[block.Target] = block;
        _out.Remove(block.Target);
    }

    private void Take(Cidr target)
    {
        _wanted.Remove(target);
        _put.Remove(target);
        _inForce.Remove(target);
        _out.Add(target);
    }

    private void Hold(IReadOnlyCollection<Decide.Block> blocks)
    {
        _mustReplace = true;
        var targets = blocks.Select(block => block.Target).ToHashSet();
        foreach (var gone in _wanted.Keys.Where(target => !targets.Contains(target)).ToList())
            Take(gone);
        foreach (var block in blocks)
        {
            Put(block);
            // It was told of when it came into force, perhaps by an earlier run.
            if (block.InForceAt is not null)
                _inForce.Add(block.Target);
        }
    }

    private async ValueTask WorkAsync()
    {
        if (!HasWork)
            return;
        if (!_isPaused)
            await TryAsync().ConfigureAwait(false);
        // What did not go is in the list of what is wanted: the next attempt makes all of it equal to that.
        _put.Clear();
        _out.Clear();
        _mustLook = false;
        foreach (var answer in _answers)
            answer.TrySetResult(!_isFailing);
        _answers.Clear();
    }

    private async ValueTask TryAsync()
    {
        try
        {
            await DoAsync().ConfigureAwait(false);
            if (_isFailing)
                LogHealed(_blocker.Name);
            TellTaken((_mustReplace ? _wanted : _put).Values);
            (_isFailing, _mustReplace, _pause) = (false, false, ShortestPause);
        }
        catch (BlockerException failure)
        {
            if (_failed.IsDue(Context.Time))
                LogFailed(_blocker.Name, failure.Message);
            (_isFailing, _mustReplace, _isPaused) = (true, true, true);
            Context.After("retry", _pause, new RetryBlocker());
            _pause = _pause < LongestPause ? _pause * 2 : LongestPause;
        }
    }

    private async ValueTask DoAsync()
    {
        if (_mustLook && !_mustReplace && !await _blocker.HoldsAsync(_wanted.Values, Now, Context.Stopping).ConfigureAwait(false))
        {
            LogChanged(_blocker.Name, _wanted.Count);
            _mustReplace = true;
        }

        if (_mustReplace)
        {
            var strangers = await _blocker.ReplaceAsync(_wanted.Values, Now, Context.Stopping).ConfigureAwait(false);
            if (strangers.Count > 0)
                LogRemoved(_blocker.Name, string.Join(", ", strangers));
            return;
        }

        if (_out.Count > 0)
            await _blocker.UnblockAsync([.. _out], Now, Context.Stopping).ConfigureAwait(false);
        if (_put.Count > 0)
            await _blocker.BlockAsync([.. _put.Values], Now, Context.Stopping).ConfigureAwait(false);
    }

    private void TellTaken(IEnumerable<Decide.Block> blocks)
    {
        List<Decide.Block> taken = [.. blocks.Where(block => _inForce.Add(block.Target))];
        if (taken.Count > 0)
            _taken(taken);
    }

    [LoggerMessage(5301, LogLevel.Error, "Blocker {Blocker} failed: {Problem}; it is tried again until it succeeds, detection and other blockers go on")]
    private partial void LogFailed(string blocker, string problem);

    [LoggerMessage(5302, LogLevel.Information, "Blocker {Blocker} works again, and holds what it should")]
    private partial void LogHealed(string blocker);

    [LoggerMessage(5303, LogLevel.Warning, "Another program changed what blocker {Blocker} holds; all {Blocks} blocks are put into force again")]
    private partial void LogChanged(string blocker, int blocks);

    [LoggerMessage(5304, LogLevel.Warning, "Blocker {Blocker} held what is not on the block list; it is removed: {Strangers}")]
    private partial void LogRemoved(string blocker, string strangers);
}

using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Block;

/// <summary>Writes blocks.log, so that no block waits for the disk. When the disk fails, the list is written anew once it works again.</summary>
internal sealed partial class JournalActor : Actor<JournalCommand>
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly BlockJournal _journal;
    private readonly Action _askForAll;
    private readonly ILogger<JournalActor> _logger;
    private readonly List<JournalEntry> _pending = [];
    private bool _isBroken;
    private bool _isAllAskedFor;

    /// <param name="path">Where blocks.log lies.</param>
    /// <param name="askForAll">Makes the owner of the list send all of it.</param>
    /// <param name="logger">Where failures are told.</param>
    public JournalActor(string path, Action askForAll, ILogger<JournalActor> logger)
    {
        (_journal, _askForAll, _logger) = (new BlockJournal(path), askForAll, logger);
        Become(Ready);
    }

    protected override ValueTask OnDrained()
    {
        if (_pending.Count == 0)
            return ValueTask.CompletedTask;

        var entries = _pending.ToList();
        _pending.Clear();
        // While the disk is broken nothing is kept here: the owner of the list has it all.
        if (!_isBroken)
            Try(() => _journal.Append(entries));
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnStopped()
    {
        _journal.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Ready(JournalCommand command)
    {
        switch (command)
        {
            case AppendToJournal append:
                _pending.AddRange(append.Entries);
                if (!_isAllAskedFor && _journal.IsWorthCompacting(append.Blocks))
                    AskForAll();
                break;
            case WriteJournalAnew anew:
                _pending.Clear();
                _isAllAskedFor = false;
                Try(() => _journal.Rewrite(anew.Blocks));
                break;
            case RetryJournal:
                AskForAll();
                break;
        }
    }

    private void AskForAll()
    {
        _isAllAskedFor = true;
        _askForAll();
    }

    private void Try(Action write)
    {
        try
        {
            write();
            if (_isBroken)
                LogHealed();
            _isBroken = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_isBroken)
                LogBroken(failure.Message);
            _isBroken = true;
            Context.After("retry", Retry, new RetryJournal());
        }
    }

    [LoggerMessage(5101, LogLevel.Error, "blocks.log cannot be written: {Problem}; blocks stay in force, but a restart would not know them")]
    private partial void LogBroken(string problem);

    [LoggerMessage(5102, LogLevel.Information, "blocks.log is written again, nothing is missing from it")]
    private partial void LogHealed();
}

using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor;

/// <summary>The blockers at work: nftables in this process, the others in an actor each.</summary>
internal sealed partial class Blockers : IDisposable
{
    private const int WaitingChanges = 4096;

    private readonly SensorOptions _options;
    private readonly BlockerFactory _factory;
    private readonly ILogger<Blockers> _logger;
    private readonly Nftables? _nftables;
    private readonly List<IBlocker> _owned = [];

    /// <summary>Makes them and starts their actors; throws StartException where nftables is asked for and missing.</summary>
    public Blockers(SensorOptions options, Supervisor supervisor, BlockerEars ears, ILoggerFactory loggers)
    {
        (_options, _logger) = (options, loggers.CreateLogger<Blockers>());
        _factory = new BlockerFactory(options, Toolbox.OfHost, new CommandRunner(Toolbox.OfHost, loggers.CreateLogger<CommandRunner>()));
        var names = BlockerNames.Used(options);
        IBlocker? prompt = null;
        if (names.Contains(NftablesBlocker.BlockerName))
        {
            _nftables = Missing.Explained(() => new Nftables());
            prompt = Own(new NftablesBlocker(_nftables, options.IPv6Prefix));
        }

        Team = new BlockerTeam(prompt, [.. names.Where(name => name != NftablesBlocker.BlockerName).Select(name => Lane(name, supervisor, ears, loggers))])
        {
            PromptDuty = BlockerNames.DutyOf(NftablesBlocker.BlockerName, options),
        };
    }

    /// <summary>Who they are.</summary>
    public BlockerTeam Team { get; }

    /// <summary>True when the netlink port that a change of nftables came from is none of ours.</summary>
    public bool IsOthers(uint port) => _nftables?.IsOthers(port) ?? true;

    /// <summary>Others may have changed what is in force.</summary>
    public void Look()
    {
        foreach (var lane in Team.Lanes)
            lane.Actor.Tell(new LookSoon());
    }

    /// <summary>Makes all of them hold these blocks, then takes away what those held that an earlier configuration named. Returns what the one in this process held besides.</summary>
    public async Task<IReadOnlyList<string>> HoldAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now)
    {
        foreach (var lane in Team.Lanes)
            lane.Actor.Tell(new HoldExactly([.. blocks.Where(lane.Duty.Takes)], new TaskCompletionSource<bool>()));
        IReadOnlyList<string> strangers = Team.Prompt is { } prompt
            ? await prompt.ReplaceAsync([.. blocks.Where(Team.PromptDuty.Takes)], now, default).ConfigureAwait(false)
            : [];
        await LeaveNothingBehindAsync(now).ConfigureAwait(false);
        return strangers;
    }

    /// <inheritdoc/>
    public void Dispose() => _owned.ForEach(blocker => blocker.Dispose());

    private BlockerLane Lane(string name, Supervisor supervisor, BlockerEars ears, ILoggerFactory loggers)
    {
        var blocker = Own(_factory.Make(name));
        var actor = supervisor.Spawn(
            name,
            new Mailbox<BlockerCommand>(WaitingChanges, _ => ears.Missed()),
            () => new BlockerActor(blocker, blocks => ears.Taken(new BlocksTaken(name, blocks)), loggers.CreateLogger<BlockerActor>()),
            _ => ears.Missed());
        return new BlockerLane(name, actor, BlockerNames.DutyOf(name, _options), block => _factory.Describe(blocker, block));
    }

    private async Task LeaveNothingBehindAsync(DateTimeOffset now)
    {
        var used = BlockerNames.Used(_options);
        foreach (var former in UsedBlockers.Read(_options.StateDir).Except(used))
        {
            try
            {
                using var blocker = _factory.Make(former);
                await blocker.ReplaceAsync([], now, default).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is BlockerException or NftablesException)
            {
                LogLeftBehind(former, failure.Message);
            }
        }

        try
        {
            UsedBlockers.Write(_options.StateDir, used);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(UsedBlockers.FileName, failure.Message);
        }
    }

    private T Own<T>(T blocker)
        where T : IBlocker
    {
        _owned.Add(blocker);
        return blocker;
    }

    [LoggerMessage(9005, LogLevel.Information, "Blocker {Blocker} is no longer used, and what it may have left cannot be taken away: {Problem}")]
    private partial void LogLeftBehind(string blocker, string problem);

    [LoggerMessage(9006, LogLevel.Warning, "{File} in the state directory cannot be written: {Problem}; another BLOCKER at the next start would not know what to take away")]
    private partial void LogNotWritten(string file, string problem);
}

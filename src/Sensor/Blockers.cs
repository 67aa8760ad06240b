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

    private readonly SensorOptions _configured;
    private readonly Supervisor _supervisor;
    private readonly BlockerEars _ears;
    private readonly ILoggerFactory _loggers;
    private readonly BlockerFactory _factory;
    private readonly ILogger<Blockers> _logger;
    private readonly List<IBlocker> _owned = [];
    private SensorOptions _options;
    private Nftables? _nftables;

    /// <summary>Makes them and starts their actors; throws StartException where nftables is asked for and missing.</summary>
    public Blockers(SensorOptions options, Supervisor supervisor, BlockerEars ears, TimeProvider time, ILoggerFactory loggers)
    {
        (_configured, _options, _supervisor, _ears, _loggers) = (options, options, supervisor, ears, loggers);
        _logger = loggers.CreateLogger<Blockers>();
        _factory = new BlockerFactory(options, Toolbox.OfHost, new CommandRunner(Toolbox.OfHost, time, loggers.CreateLogger<CommandRunner>()));
        if (Used.Contains(NftablesBlocker.BlockerName))
            _nftables = Missing.Explained(() => new Nftables());
        Team = Assembled(new BlockerTeam(null, []));
    }

    /// <summary>Who they are; replaced whole, others look meanwhile.</summary>
    public BlockerTeam Team { get; private set; }

    /// <summary>The names of those that carry anything out.</summary>
    public IReadOnlyList<string> Used => BlockerNames.Used(_options);

    /// <summary>Has these carry out the coordinator's orders, or those of ORDER_BLOCKER where none is given or none can; null when nothing changes by that. One call at a time.</summary>
    public BlockerTeam? CarryOutBy(IReadOnlyList<string> names)
    {
        List<string> able = [.. names.Where(CanCarryOut)];
        var orderers = able.Count > 0 ? able : _configured.OrderBlockers;
        if (orderers.SequenceEqual(_options.OrderBlockers))
            return null;

        _options = _configured with { OrderBlockers = orderers };
        Team = Assembled(Team);
        Remember([.. UsedBlockers.Read(_options.StateDir).Union(Used)]);
        LogOrderedBy(string.Join(' ', orderers));
        return Team;
    }

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

    private bool CanCarryOut(string name)
    {
        if (name == CommandBlocker.BlockerName && _configured.KillRoute is null)
            LogCannot(name, "KILL_ROUTE, its command, is missing");
        else if (name == NftablesBlocker.BlockerName && _nftables is null)
            return TryLoadNftables();
        else if (BlockerNames.All.Contains(name))
            return true;
        else
            LogCannot(name, "this version does not know it");
        return false;
    }

    private bool TryLoadNftables()
    {
        try
        {
            _nftables = new Nftables();
            return true;
        }
        catch (NftablesException failure)
        {
            LogCannot(NftablesBlocker.BlockerName, failure.Message);
            return false;
        }
    }

    /// <summary>Those who are used now, with those who were until now: they hold nothing any more, and are told so.</summary>
    private BlockerTeam Assembled(BlockerTeam present)
    {
        List<BlockerLane> lanes = [.. Used.Where(name => name != NftablesBlocker.BlockerName).Select(name => present.Lanes.FirstOrDefault(lane => lane.Name == name) ?? Lane(name))];
        lanes.AddRange(present.Lanes.Except(lanes));
        var prompt = present.Prompt ?? (_nftables is { } nftables ? Own(new NftablesBlocker(nftables, _options.IPv6Prefix)) : null);
        return new BlockerTeam(prompt, [.. lanes.Select(lane => lane with { Duty = BlockerNames.DutyOf(lane.Name, _options) })])
        {
            PromptDuty = BlockerNames.DutyOf(NftablesBlocker.BlockerName, _options),
        };
    }

    private BlockerLane Lane(string name)
    {
        var blocker = Own(_factory.Make(name));
        var actor = _supervisor.Spawn(
            name,
            new Mailbox<BlockerCommand>(WaitingChanges, _ => _ears.Missed()),
            () => new BlockerActor(blocker, blocks => _ears.Taken(new BlocksTaken(name, blocks)), _loggers.CreateLogger<BlockerActor>()),
            _ => _ears.Missed());
        return new BlockerLane(name, actor, BlockerNames.DutyOf(name, _options), block => _factory.Describe(blocker, block));
    }

    private async Task LeaveNothingBehindAsync(DateTimeOffset now)
    {
        foreach (var former in UsedBlockers.Read(_options.StateDir).Except(Used))
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

        Remember(Used);
    }

    private void Remember(IReadOnlyList<string> used)
    {
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

    [LoggerMessage(9007, LogLevel.Information, "Orders of the coordinator are carried out by {Blockers} from now on")]
    private partial void LogOrderedBy(string blockers);

    [LoggerMessage(9008, LogLevel.Warning, "The fleet's policy wants orders carried out by blocker {Blocker}, which cannot work here: {Problem}")]
    private partial void LogCannot(string blocker, string problem);
}

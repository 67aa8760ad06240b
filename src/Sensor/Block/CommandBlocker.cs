using PortSentry.Sensor.Block.Templates;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Blocks by a command of the administrator's own, once a source; another one, where there is one, undoes it. Without that a block does not end by our word.</summary>
public sealed class CommandBlocker(CommandTemplate template, CommandTemplate? unblock, CommandRunner runner, string stateDir) : IBlocker
{
    /// <summary>A command that hangs takes its whole time limit: after so many failures the rest waits for the next attempt.</summary>
    private const int MostFailures = 3;

    // Those that failed come last at the next attempt: one that always does hinders no other.
    private readonly Dictionary<Cidr, int> _failures = [];
    private CommandRecord? _record;

    /// <summary>The name of this way to block.</summary>
    public const string BlockerName = "command";

    /// <inheritdoc/>
    public string Name => BlockerName;

    private CommandRecord Record => _record ??= Tried(() => new CommandRecord(Path.Combine(stateDir, CommandRecord.FileName)));

    /// <inheritdoc/>
    public async ValueTask BlockAsync(IReadOnlyList<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var failed = 0;
        foreach (var one in blocks.Where(one => Record.SourceOf(one.Target) is null).OrderBy(one => _failures.GetValueOrDefault(one.Target)))
        {
            // A network without a source to name is nothing that a command can block.
            if (template.Fill(one) is not { } command || CommandTemplate.SourceOf(one) is not { } source)
                continue;
            if (await HasRunAsync(one.Target, command, cancel).ConfigureAwait(false))
                Tried(() => Record.Add(one.Target, source));
            else if (++failed == MostFailures)
                break;
        }

        if (failed > 0)
            throw new BlockerException("command: it was not carried out, which the line before says of each");
    }

    /// <inheritdoc/>
    public async ValueTask UnblockAsync(IReadOnlyList<Cidr> targets, DateTimeOffset now, CancellationToken cancel)
    {
        if (unblock is null)
            return;

        var failed = 0;
        foreach (var target in targets.Where(target => Record.SourceOf(target) is not null).OrderBy(target => _failures.GetValueOrDefault(target)))
        {
            if (await HasRunAsync(target, unblock.Fill(Record.SourceOf(target)!.Value, 0, "unblock"), cancel).ConfigureAwait(false))
                Tried(() => Record.Remove(target));
            else if (++failed == MostFailures)
                break;
        }

        if (failed > 0)
            throw new BlockerException("command: UNBLOCK_COMMAND was not carried out, which the line before says of each");
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReplaceAsync(IReadOnlyCollection<Decide.Block> blocks, DateTimeOffset now, CancellationToken cancel)
    {
        var wanted = blocks.Select(one => one.Target).ToHashSet();
        foreach (var gone in _failures.Keys.Where(target => !wanted.Contains(target)).ToList())
            _failures.Remove(gone);
        await UnblockAsync([.. Record.Targets.Where(target => !wanted.Contains(target))], now, cancel).ConfigureAwait(false);
        await BlockAsync([.. blocks], now, cancel).ConfigureAwait(false);
        return [];
    }

    /// <inheritdoc/>
    public string Describe(Decide.Block block) => template.Fill(block) ?? template.Text;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private async ValueTask<bool> HasRunAsync(Cidr target, string command, CancellationToken cancel)
    {
        if (await runner.RunAsync(command, cancel).ConfigureAwait(false))
        {
            _failures.Remove(target);
            return true;
        }

        _failures[target] = _failures.GetValueOrDefault(target) + 1;
        return false;
    }

    private static void Tried(Action write) => Tried(() =>
    {
        write();
        return true;
    });

    private static T Tried<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BlockerException($"command: {CommandRecord.FileName}: {failure.Message}", failure);
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli;

/// <summary>Lifts blocks while no sensor runs: takes them off the durable list and makes the firewall equal to it.</summary>
internal static class OfflineUnblock
{
    public static async Task<ControlReply> RunAsync(SensorOptions options, string? text, DateTimeOffset now, CancellationToken cancel)
    {
        Cidr? target = Cidr.TryParse(text, out var parsed) ? parsed : null;
        if (text is not null && target is null)
            return new ControlReply { Error = $"\"{text}\" is no address or network" };

        try
        {
            using var held = StateDirectory.TryHold(options.StateDir);
            return held is null
                ? new ControlReply { Error = $"a running portsentry holds {options.StateDir} and does not answer at {options.ControlSocket}; is CONTROL_SOCKET the one it was started with?" }
                : await UnblockAsync(options, target, now, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ControlReply { Error = failure.Message };
        }
    }

    private static async Task<ControlReply> UnblockAsync(SensorOptions options, Cidr? target, DateTimeOffset now, CancellationToken cancel)
    {
        var path = Path.Combine(options.StateDir, BlockJournal.FileName);
        // Protection keeps blocks out; here they only leave.
        var book = new BlockBook(options.BlockPolicy, new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>>()));
        foreach (var block in BlockJournal.Load(path).Blocks)
            book.Restore(block, now);

        var targets = target is { } one ? book.LiftedBy(one) : [.. book.Blocks.Select(block => block.Target)];
        if (targets.Count == 0 && target is { } missing)
            return ControlDesk.NotBlocked(missing, book.Blocks);

        foreach (var lifted in targets)
            book.Remove(lifted);
        var factory = new BlockerFactory(options, Toolbox.OfHost, new CommandRunner(Toolbox.OfHost, TimeProvider.System, NullLogger<CommandRunner>.Instance));
        foreach (var name in BlockerNames.Used(options).Union(UsedBlockers.Read(options.StateDir)))
        {
            using var blocker = factory.Make(name);
            await blocker.ReplaceAsync([.. book.Blocks.Where(BlockerNames.DutyOf(name, options).Takes)], now, cancel).ConfigureAwait(false);
            if (book.Blocks.Count == 0)
                await blocker.WithdrawAsync(cancel).ConfigureAwait(false);
        }

        using var journal = new BlockJournal(path);
        journal.Rewrite(book.Everything);
        return new ControlReply { Freed = [.. targets.Select(lifted => lifted.ToString())] };
    }
}

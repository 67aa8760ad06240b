using System.CommandLine;
using Microsoft.Data.Sqlite;
using PortSentry.Coordinator.Config;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sqlite;

namespace PortSentry.Coordinator.Cli;

/// <summary><c>backup FILE</c> and <c>restore [FILE]</c>: what the fleet must not forget, in one file.</summary>
internal sealed class BackupCommands(CommonOptions common, TimeProvider time)
{
    public IEnumerable<Command> Make() => [Backup(), Restore()];

    private Command Backup()
    {
        var file = new Argument<string>("file") { Description = "the file to make; it will hold the authority's key" };
        var command = new Command("backup", "Copy the SQLite store to a file, while the coordinator runs, too; PostgreSQL has pg_dump for that") { file };
        command.SetAction((parsed, cancel) => Asking.GuardAsync(() => GuardAsync(async () =>
        {
            var (options, to) = (common.Options(parsed), Path.GetFullPath(parsed.GetRequiredValue(file)));
            RequireSqlite(options, "use pg_dump");
            await SqliteBackup.MakeAsync(options.StateDirectory, to, cancel).ConfigureAwait(false);
            System.Console.Out.WriteLine($"{to} holds all that the coordinator knows, the key of its authority too");
        })));
        return command;
    }

    private Command Restore()
    {
        var file = new Argument<string?>("file") { Description = "a file that backup made; none with PostgreSQL, after pg_restore", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("restore", "Put a backup back, with the coordinator stopped: a new order log begins, and every sensor fetches a snapshot") { file };
        command.SetAction((parsed, cancel) => Asking.GuardAsync(() => GuardAsync(async () =>
        {
            var options = common.Options(parsed);
            if (parsed.GetValue(file) is { } from)
            {
                RequireSqlite(options, "use pg_restore, and then restore without a file");
                Directory.CreateDirectory(options.StateDirectory);
                await SqliteBackup.PutBackAsync(options.StateDirectory, Path.GetFullPath(from), cancel).ConfigureAwait(false);
            }

            await BeginNewLogAsync(options, cancel).ConfigureAwait(false);
            System.Console.Out.WriteLine("a new order log begins; start the coordinator: its sensors fetch a snapshot and report what they block");
        })));
        return command;
    }

    private async Task BeginNewLogAsync(CoordinatorOptions options, CancellationToken cancel)
    {
        using var loggers = LoggerFactory.Create(_ => { });
        var (store, _, _, cluster) = Stores.Open(options, time, loggers);
        await using (store)
        await using (cluster)
        {
            await store.PrepareAsync(cancel).ConfigureAwait(false);
            await store.BeginNewLogAsync(time.GetUtcNow(), cancel).ConfigureAwait(false);
        }
    }

    private static void RequireSqlite(CoordinatorOptions options, string instead)
    {
        if (options.Store != CoordinatorOptions.SqliteStore)
            throw new CliException(ExitCode.BadUsage, $"the store is PostgreSQL: {instead}");
    }

    private static async Task<int> GuardAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException or StoreUnavailableException or StoreVersionException)
        {
            throw new CliException(ExitCode.Failed, failure.Message, failure);
        }
    }
}

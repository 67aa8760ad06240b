using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Config;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Postgres;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Coordinator.Store.Sqlite;

namespace PortSentry.Coordinator;

/// <summary>The store that the configuration names, and the cluster that goes with it.</summary>
internal static class Stores
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Opens them; nothing is read or written yet. Throws IOException or UnauthorizedAccessException when the state directory cannot be made.</summary>
    public static (IStore Store, IAccountStore Accounts, IBouncerStore Bouncers, ICoordinatorCluster Cluster) Open(CoordinatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.Store == CoordinatorOptions.SqliteStore)
        {
            Directory.CreateDirectory(options.StateDirectory, OwnerFolder);
            var file = new SqliteDatabase(options.StateDirectory);
            file.Hold();
            var alone = new LocalElection(file, time);
            return Of(file, (options, time, loggers), alone, () => new LocalCluster(alone));
        }

        var database = new PostgresDatabase(options.Store);
        var election = new PostgresElection(options.Store, time, loggers.CreateLogger<PostgresElection>());
        return Of(database, (options, time, loggers), election, () => new PostgresCluster(options.Store, database, election, time, loggers.CreateLogger<PostgresCluster>()));
    }

    private static (IStore Store, IAccountStore Accounts, IBouncerStore Bouncers, ICoordinatorCluster Cluster) Of(
        ITransactions database, (CoordinatorOptions Options, TimeProvider Time, ILoggerFactory Loggers) context, IElection election, Func<ICoordinatorCluster> https)
    {
        var store = new SqlStore(database);
        return (store, new SqlAccountStore(database), new SqlBouncerStore(database), Engines.Open(context.Options, store, election, https, (context.Time, context.Loggers)));
    }
}

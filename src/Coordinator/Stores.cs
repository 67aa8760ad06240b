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
            return (new SqlStore(file), new SqlAccountStore(file), new SqlBouncerStore(file), new LocalCluster(file, time));
        }

        var database = new PostgresDatabase(options.Store);
        return (new SqlStore(database), new SqlAccountStore(database), new SqlBouncerStore(database), new PostgresCluster(options.Store, database, time, loggers.CreateLogger<PostgresCluster>()));
    }
}

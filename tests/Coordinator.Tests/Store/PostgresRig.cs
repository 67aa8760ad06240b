using Dapper;
using Npgsql;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Postgres;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

/// <summary>A database on the tests' PostgreSQL server; taken away, the server is stopped.</summary>
internal sealed class PostgresRig(PostgresServer server, string connectionString) : IStoreRig
{
    private PostgresDatabase? _database;

    public IStore Open() => new SqlStore(_database = new PostgresDatabase(connectionString));

    public ILeaderSession Lead() => new LeaderSession(new SharedTransactions(_database!), TimeProvider.System);

    public IAccountStore Accounts() => new SqlAccountStore(_database!);

    public IBouncerStore Bouncers() => new SqlBouncerStore(_database!);

    public Task TakeAwayAsync() => server.StopAsync();

    public Task BringBackAsync() => server.StartAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.ExecuteAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is { } database)
            await database.DisposeAsync();
    }
}

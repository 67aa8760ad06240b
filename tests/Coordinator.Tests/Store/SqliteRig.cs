using Dapper;
using Microsoft.Data.Sqlite;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Coordinator.Store.Sqlite;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

/// <summary>SQLite in a folder of its own; taken away, another program holds the file's lock.</summary>
internal sealed class SqliteRig : IStoreRig
{
    private readonly TemporaryFolder _folder = new();
    private SqliteDatabase? _database;
    private SqliteConnection? _other;

    public string Folder => _folder.Name;

    public IStore Open() => new SqlStore(_database = new SqliteDatabase(_folder.Name));

    public ILeaderSession Lead() => new LeaderSession(new SharedTransactions(_database!), TimeProvider.System);

    public IAccountStore Accounts() => new SqlAccountStore(_database!);

    public IBouncerStore Bouncers() => new SqlBouncerStore(_database!);

    public async Task TakeAwayAsync()
    {
        _other = Connect();
        await _other.OpenAsync();
        await _other.ExecuteAsync("begin immediate");
    }

    public async Task BringBackAsync()
    {
        await _other!.DisposeAsync();
        _other = null;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = Connect();
        await connection.ExecuteAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is { } other)
            await other.DisposeAsync();
        if (_database is { } database)
            await database.DisposeAsync();
        _folder.Dispose();
    }

    private SqliteConnection Connect() => new($"Data Source={_folder["coordinator.db"]};Pooling=false");
}

using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Coordinator.Store.Sqlite;
using PortSentry.Shared.Contracts;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

public sealed class SqliteStoreTests : StoreContract
{
    protected override Task<IStoreRig> MakeRigAsync() => Task.FromResult<IStoreRig>(new SqliteRig());

    [Fact]
    public void Files_of_the_database_are_for_us_alone()
    {
        var folder = ((SqliteRig)Rig).Folder;

        Assert.All(
            Directory.GetFiles(folder),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Contains("coordinator.db-wal", Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Second_coordinator_on_the_same_file_is_refused()
    {
        await using var second = Rig.Open();

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => second.PrepareAsync(default));
        Assert.Contains("another coordinator", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_disk_is_told_to_all_who_wait_and_nothing_of_their_work_is_kept()
    {
        using var folder = new TemporaryFolder();
        await using var database = new SqliteDatabase(folder.Name);
        await using var store = new SqlStore(database);
        await store.PrepareAsync(default);
        var audit = new AuditRow(DateTimeOffset.UnixEpoch, "anna", new string('x', 100_000), "");
        // As many pages as there are, and no more, for as long as this connection lives.
        await database.WriteAsync(sql => sql.ExecuteAsync("pragma max_page_count = 1"), default);

        var writes = Enumerable.Range(0, 5).Select(_ => store.AuditAsync(audit, default)).ToList();

        foreach (var write in writes)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => write.Soon());
        Assert.Empty(await store.ListAuditAsync(new AuditFilter { Page = Keyset.First with { Max = 10 } }, default));
        await store.AuditAsync(audit, default);
        Assert.Single(await store.ListAuditAsync(new AuditFilter { Page = Keyset.First with { Max = 10 } }, default));
    }

    [Fact]
    public async Task Closed_store_is_away()
    {
        using var folder = new TemporaryFolder();
        var store = new SqlStore(new SqliteDatabase(folder.Name));
        await store.PrepareAsync(default);
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AcceptAsync(SensorId.New(), Batch("box", 1), DateTimeOffset.UnixEpoch, default).Soon());
    }
}

using Microsoft.Data.Sqlite;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sqlite;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

public sealed class SqliteBackupTests : IDisposable
{
    private readonly TemporaryFolder _other = new();

    private string Backup => _other["backup.db"];

    private string Restored => _other["coordinator.db"];

    public void Dispose() => _other.Dispose();

    [Fact]
    public async Task Backup_that_fails_leaves_nothing_that_could_be_taken_for_one()
    {
        using var empty = new TemporaryFolder();

        await Assert.ThrowsAsync<SqliteException>(() => SqliteBackup.MakeAsync(empty.Name, Backup, default));

        Assert.False(File.Exists(Backup));
    }

    [Theory]
    [InlineData("", "is no database of a coordinator")]
    [InlineData("create table other (one integer)", "is no database of a coordinator")]
    [InlineData("create table schema_version (version integer primary key); insert into schema_version values (99)", "schema version 99")]
    public async Task What_no_coordinator_of_this_version_can_read_is_not_put_in_the_place_of_what_it_can(string tables, string problem)
    {
        await using (var database = new SqliteConnection($"Data Source={Backup};Pooling=false"))
        {
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = tables.Length > 0 ? tables : "select 1";
            await command.ExecuteNonQueryAsync();
        }

        await File.WriteAllTextAsync(Restored, "the old one");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => SqliteBackup.PutBackAsync(_other.Name, Backup, default));

        Assert.True(failure is IOException or StoreVersionException);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Equal("the old one", await File.ReadAllTextAsync(Restored));
        Assert.False(File.Exists(Restored + ".restored"));
    }

    [Fact]
    public async Task What_root_puts_back_belongs_to_whom_the_folder_belongs()
    {
        await using var rig = new SqliteRig();
        await using (var store = rig.Open())
            await store.PrepareAsync(default);
        await SqliteBackup.MakeAsync(rig.Folder, Backup, default);
        await Command.MustAsync("chown", "nobody", _other.Name);

        await SqliteBackup.PutBackAsync(_other.Name, Backup, default);

        Assert.Equal("nobody\nnobody\nroot\n", await Command.MustAsync("stat", "-c", "%U", Restored, Restored + ".lock", Backup));
    }
}

using PortSentry.Coordinator.Store;

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
}

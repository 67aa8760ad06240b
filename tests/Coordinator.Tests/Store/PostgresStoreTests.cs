using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Postgres;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

[Collection(PostgresFixture.Name)]
public sealed class PostgresStoreTests(PostgresFixture postgres) : StoreContract
{
    protected override async Task<IStoreRig> MakeRigAsync() => new PostgresRig(postgres.Server, await postgres.Server.MakeDatabaseAsync());

    [Fact]
    public async Task Members_that_start_at_once_make_the_tables_once()
    {
        await using var rig = await MakeRigAsync();
        var stores = Enumerable.Range(0, 4).Select(_ => rig.Open()).ToList();

        await Task.WhenAll(stores.Select(store => store.PrepareAsync(default))).Soon();

        var logs = await Task.WhenAll(stores.Select(async store => (await store.LoadBookAsync(default)).Position.LogId));
        Assert.Single(logs.Distinct());
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Server_that_is_nowhere_is_away()
    {
        await using var rig = new PostgresRig(postgres.Server, "Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        await using var store = rig.Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PrepareAsync(default));
    }

    [Fact]
    public async Task What_a_member_holds_that_stands_still_in_the_middle_of_its_work_is_free_again_and_its_work_undone()
    {
        var connection = await postgres.Server.MakeDatabaseAsync();
        await using var still = new PostgresDatabase(connection);
        await using var other = new PostgresDatabase(connection);
        var (holds, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var work = still.WriteAsync(
            async transaction =>
            {
                await transaction.LockAsync(1);
                holds.SetResult();
                await goesOn.Task;
                return await transaction.FindAsync<int>("select 1");
            },
            default);
        await holds.Task.Soon();

        await Eventually.True(() => IsFreeAsync(other), () => "the lock is free");

        goesOn.SetResult();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => work.Soon());
    }

    private static async Task<bool> IsFreeAsync(PostgresDatabase database)
    {
        try
        {
            await database.WriteAsync(
                async transaction =>
                {
                    await transaction.LockAsync(1);
                    return true;
                },
                default);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}

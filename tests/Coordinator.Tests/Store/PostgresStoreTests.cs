using PortSentry.Coordinator.Store;
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
}

using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Shared.Contracts;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Store;

/// <summary>What every store does, whatever its database.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);
    private static readonly SensorId Web1 = SensorId.Parse("00000000000000a1");
    private static readonly SensorId Web2 = SensorId.Parse("00000000000000a2");

    /// <summary>The database.</summary>
    protected IStoreRig Rig { get; private set; } = null!; // Set before each test.

    private IStore Store { get; set; } = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        Rig = await MakeRigAsync();
        Store = Rig.Open();
        await Store.PrepareAsync(default);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await Rig.DisposeAsync();
    }

    /// <summary>A database for one test.</summary>
    protected abstract Task<IStoreRig> MakeRigAsync();

    [Fact]
    public async Task Prepare_again_changes_nothing()
    {
        var before = (await Store.LoadBookAsync(default)).Position;

        await Store.PrepareAsync(default);

        Assert.Equal(before, (await Store.LoadBookAsync(default)).Position);
        Assert.Equal(0, before.Position);
        Assert.Matches("^[0-9a-f]{16}$", before.LogId);
    }

    [Fact]
    public async Task Prepare_on_newer_tables_is_refused_with_a_sentence()
    {
        await Rig.ExecuteAsync("insert into schema_version (version) values (99)");

        var refused = await Assert.ThrowsAsync<StoreVersionException>(() => Store.PrepareAsync(default));

        Assert.Equal($"The store has schema version 99, but this program knows versions up to {Migrations.Latest}: run the newer one.", refused.Message);
    }

    [Fact]
    public async Task Restart_keeps_all()
    {
        await EnrolAsync(Web1, "web1");
        await Store.AcceptAsync(Web1, Batch("box", 1, 2), Now, default);
        await CommitAsync(Block(1, "192.0.2.1"));
        var before = await Store.LoadBookAsync(default);

        await Store.DisposeAsync();
        Store = Rig.Open();
        await Store.PrepareAsync(default);

        AssertEqual(before, await Store.LoadBookAsync(default));
        Assert.Equal(2, await Store.CountWaitingAsync(default));
        Assert.Equal("web1", (await Store.FindSensorAsync(Web1, default))?.Name);
        Assert.Equal(2, (await Store.AcceptAsync(Web1, Batch("box", 1, 2), Now, default)).AckedSeq);
        Assert.Equal(2, await Store.CountWaitingAsync(default));
    }

    [Fact]
    public async Task Database_that_is_away_is_told_and_used_again_once_it_is_back()
    {
        await Rig.TakeAwayAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store.AcceptAsync(Web1, Batch("box", 1), Now, default).Soon());
        await Rig.BringBackAsync();

        Assert.Equal(1, (await Store.AcceptAsync(Web1, Batch("box", 1), Now, default)).AckedSeq);
        Assert.Equal(1, await Store.CountWaitingAsync(default));
    }

    [Fact]
    public async Task Work_that_is_cancelled_changes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.AcceptAsync(Web1, Batch("box", 1), Now, new CancellationToken(canceled: true)));

        Assert.Equal(0, await Store.CountWaitingAsync(default));
    }

    private async Task EnrolAsync(SensorId id, string name)
    {
        var token = new TokenRow { Id = $"for-{id}", Hash = $"hash-{id}", UsesLeft = 1, CreatedAt = Now, ExpiresAt = Now.AddDays(1), CreatedBy = "anna" };
        await Store.AddTokenAsync(token, default);
        Assert.Null((await Store.EnrolAsync(new Enrolling(token.Hash, id, name, Now), default)).Refusal);
    }
}

using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    private static readonly BouncerRow Web = new() { Name = "web-1", Hash = "hash", CreatedAt = Now };
    private static readonly BouncerPull Pull = new() { Name = "web-1", Address = "192.0.2.1", Agent = "agent", Before = "log.1", Last = "log.2", IsLastEmpty = true, RenewedAt = Now, At = Now };

    private IBouncerStore Bouncers => Rig.Bouncers();

    [Fact]
    public async Task A_bouncer_is_found_by_the_hash_of_its_key_until_it_is_removed()
    {
        Assert.True(await Bouncers.AddAsync(Web, default));
        Assert.False(await Bouncers.AddAsync(Web with { Hash = "other" }, default));
        await Bouncers.SavePullAsync(Pull, default);

        Assert.Equal(Web, await Bouncers.FindAsync("hash", default));
        Assert.Null(await Bouncers.FindAsync("other", default));
        Assert.Equal([Web], await Bouncers.ListAsync(default));

        Assert.True(await Bouncers.RemoveAsync("web-1", default));
        Assert.False(await Bouncers.RemoveAsync("web-1", default));
        Assert.Null(await Bouncers.FindAsync("hash", default));
        Assert.Null(await Bouncers.FindPullAsync("web-1", "192.0.2.1", default));
    }

    [Fact]
    public async Task The_last_pull_of_each_address_is_kept()
    {
        await Bouncers.SavePullAsync(Pull, default);
        await Bouncers.SavePullAsync(Pull with { Address = "192.0.2.2", At = Now.AddSeconds(1) }, default);
        var later = Pull with { Before = "log.2", Last = "log.9", IsBeforeEmpty = true, IsLastEmpty = false, Agent = "newer", RenewedAt = Now.AddDays(1), At = Now.AddSeconds(2) };
        await Bouncers.SavePullAsync(later, default);

        Assert.Equal(later, await Bouncers.FindPullAsync("web-1", "192.0.2.1", default));
        Assert.Equal(["192.0.2.1", "192.0.2.2"], (await Bouncers.ListPullsAsync(default)).Select(pull => pull.Address));
        Assert.Null(await Bouncers.FindPullAsync("web-1", "192.0.2.3", default));
    }
}

using PortSentry.Sensor.Block;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>Routes that lead nowhere.</summary>
public abstract class RouteContract(bool rejects) : BlockerContract
{
    private readonly string _kind = rejects ? "unreachable" : "blackhole";

    internal override IBlocker Make(Toolbox tools) => new RouteBlocker(tools, rejects);

    [Fact]
    public async Task Route_of_somebody_else_to_the_same_destination_stays_and_is_told_of()
    {
        await Victim.MustAsync("ip", "route", "add", "192.0.2.7/32", "dev", "eth0");
        using var blocker = Make(Tools());
        await blocker.ReplaceAsync([], TimeProvider.System.GetUtcNow(), default);

        await Assert.ThrowsAsync<BlockerException>(async () => await blocker.BlockAsync([Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8")], TimeProvider.System.GetUtcNow(), default));

        Assert.Equal(["192.0.2.8"], await InForceAsync());
        await blocker.ReplaceAsync([], TimeProvider.System.GetUtcNow(), default);
        Assert.Contains("192.0.2.7 dev eth0", await Victim.MustAsync("ip", "route", "show"), StringComparison.Ordinal);
    }

    protected override async Task<IReadOnlyCollection<string>> InForceAsync()
    {
        var listing = await Victim.MustAsync("ip", "-4", "route", "show") + await Victim.MustAsync("ip", "-6", "route", "show");
        return [.. listing.Split('\n').Where(line => line.StartsWith(_kind + " ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];
    }

    protected override Task RemoveByHandAsync(string target) => Victim.MustAsync("ip", "route", "del", _kind, target);

    protected override async Task FlushAsync()
    {
        await Victim.MustAsync("ip", "-4", "route", "flush", "type", _kind);
        await Victim.MustAsync("ip", "-6", "route", "flush", "type", _kind);
    }
}

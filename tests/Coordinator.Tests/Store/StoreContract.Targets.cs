using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    [Fact]
    public async Task How_far_a_target_was_told_is_kept_until_it_is_configured_no_more()
    {
        var ops = new TargetState
        {
            Name = "ops",
            Decision = 7,
            Change = 8,
            Told = new Dictionary<string, string> { ["silent:web1"] = "web1 silent for 'ten' s" },
            Sent = 1,
            Failed = 2,
            LeftOut = 3,
            SentAt = Now,
            Failures = 4,
            FailingSince = Now.AddMinutes(1),
            Problem = "status 500",
        };
        await Store.SaveTargetAsync(new TargetState { Name = "ops" }, default);
        await Store.SaveTargetAsync(ops, default);
        await Store.SaveTargetAsync(new TargetState { Name = "gone" }, default);
        await Store.KeepTargetsAsync(["ops", "new"], default);

        var kept = Assert.Single(await Store.ListTargetsAsync(default));
        Assert.Equal(ops.Told, kept.Told);
        Assert.Equal(ops, kept with { Told = ops.Told });
    }
}

using PortSentry.Coordinator.Console.Listing;
using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Tests.Console.Listing;

public sealed class PolicyFormTests
{
    private static readonly DecisionPolicy Rich = DecisionPolicy.Default with
    {
        Block = TimeSpan.FromMinutes(90),
        BlockUnproven = TimeSpan.FromSeconds(61),
        Simulate = true,
        Blockers = ["nftables", "route"],
        BlockAddressScan = false,
        MaxBlocks = 1234,
    };

    [Fact]
    public void Form_of_a_policy_makes_the_same_policy() => Assert.Equal(Rich.ToJson(), PolicyForm.Of(Rich).Over(Rich, out _)?.ToJson());

    [Fact]
    public void Form_leaves_the_broken_glass_as_it_is() => Assert.True(PolicyForm.Of(DecisionPolicy.Default).Over(Rich, out _)!.Simulate);

    [Fact]
    public void Form_with_faults_names_them_all()
    {
        var form = PolicyForm.Of(Rich) with { Block = "soon", MaxBlocks = "many" };

        Assert.Null(form.Over(Rich, out var faults));
        Assert.Equal(2, faults.Count);
    }

    [Theory]
    [InlineData("[{\"labels\":{}}]")]
    [InlineData("[")]
    public void Rules_are_judged_by_the_policys_own_reader(string rules)
    {
        Assert.Null((PolicyForm.Of(Rich) with { Rules = rules }).Over(Rich, out var faults));
        Assert.Contains("rules", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_of_the_policy_hold_for_the_form()
    {
        Assert.Null((PolicyForm.Of(Rich) with { BlockUnproven = "2d" }).Over(Rich, out var faults));
        Assert.Contains("blockUnproven", Assert.Single(faults), StringComparison.Ordinal);
    }
}

using PortSentry.Coordinator.Decide;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class DecisionPolicyTests
{
    [Fact]
    public void Default_is_without_fault_and_survives_being_written()
    {
        var policy = DecisionPolicy.TryRead(DecisionPolicy.Default.ToJson(), out var errors)!;

        Assert.Empty(errors);
        Assert.Equal(DecisionPolicy.Default.ToJson(), policy.ToJson());
        Assert.Equal(DecisionPolicy.Default.Thresholds, policy.Thresholds);
    }

    [Fact]
    public void Policy_survives_being_written()
    {
        var policy = new DecisionPolicy
        {
            Block = TimeSpan.Zero,
            BlockMax = TimeSpan.Zero,
            Simulate = true,
            Blockers = ["ipset"],
            Rules = [new LabelRule(new Dictionary<string, string> { ["role"] = "web" }, Simulate: false, ["nftables"])],
            Thresholds = new FleetThresholds { AddressSensors = 5 },
        };

        Assert.Equal(policy.ToJson(), DecisionPolicy.TryRead(policy.ToJson(), out _)!.ToJson());
        Assert.False(policy.ForSensors().For(new Dictionary<string, string> { ["role"] = "web" }).Simulate);
    }

    [Fact]
    public void What_is_not_named_is_as_by_default()
    {
        var policy = DecisionPolicy.TryRead("""{"simulate":true,"thresholds":{"addressSensors":5}}""", out _)!;

        Assert.Equal(new DecisionPolicy { Simulate = true, Thresholds = new FleetThresholds { AddressSensors = 5 } }.ToJson(), policy.ToJson());
    }

    [Fact]
    public void All_faults_are_told_at_once() => Assert.Equal(
        [
            "block is 30.00:00:00, longer than blockMax, 24.00:00:00",
            "maxOrdersASensor is 0; 1 to 1000000 is allowed",
            "blocker 'magic' is unknown; nftables iptables ipset route hosts.deny command are allowed",
            "rules[0] names no label",
            "thresholds.fleetSensors is 1; 2 to 64 is allowed",
        ],
        new DecisionPolicy
        {
            Block = TimeSpan.FromDays(30),
            MaxOrdersASensor = 0,
            Blockers = ["magic"],
            Rules = [new LabelRule(new Dictionary<string, string>(), null, null)],
            Thresholds = new FleetThresholds { FleetSensors = 1 },
        }.Validate());

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"maxBlock":5}""")]
    [InlineData("""{"rules":null}""")]
    [InlineData("""{"rules":[null]}""")]
    [InlineData("""{"blockers":[null]}""")]
    [InlineData("""{"thresholds":{"window":"soon"}}""")]
    [InlineData("""{"simulate":true,"simulate":false}""")]
    public void What_is_no_policy_is_refused(string json)
    {
        Assert.Null(DecisionPolicy.TryRead(json, out var errors));
        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 24)]
    [InlineData(1000, 24)]
    public void Proven_block_doubles_each_time_up_to_the_longest(int times, int days) =>
        Assert.Equal(TimeSpan.FromDays(days), DecisionPolicy.Default.DurationOf(proven: true, times));

    [Fact]
    public void Zero_is_for_ever()
    {
        Assert.Null((DecisionPolicy.Default with { Block = TimeSpan.Zero }).DurationOf(proven: true, 1));
        Assert.Null((DecisionPolicy.Default with { BlockMax = TimeSpan.Zero }).DurationOf(proven: true, 100));
    }
}

using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Console;

public sealed class StandingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly Cidr Address = Cidr.Parse("2001:db8::7");

    [Fact]
    public void IPv6_address_whose_unblock_would_lift_its_prefix_has_no_undo_of_a_block() =>
        Assert.Null(Of(Block("2001:db8::/64", byOperator: false)).Block(3600, "", "/").Undo);

    [Fact]
    public void IPv6_address_within_what_a_person_blocked_is_lifted_alone() =>
        Assert.Equal(new RemoveBlock(Address), Of(Block("2001:db8::/64", byOperator: true)).Block(3600, "", "/").Undo);

    [Theory]
    [InlineData(true, "Lifted, but 2001:db8::7 stays blocked with 2001:db8::/64")]
    [InlineData(false, "2001:db8::7 is unblocked")]
    public void Prefix_of_an_IPv6_address_is_lifted_with_it_unless_a_person_blocked_that(bool byOperator, string words)
    {
        var deed = Of(Block("2001:db8::7", byOperator: true), Block("2001:db8::/64", byOperator)).Unblock("", "/");

        Assert.Equal((words, byOperator ? new AddBlock(Address, 3600) : null), (deed.Done, deed.Undo));
    }

    private static Standing Of(params BlockEntry[] blocks) => new(Address, blocks, IsIgnored: false, Now);

    private static BlockEntry Block(string target, bool byOperator) => new(new BlockOrder { Target = Cidr.Parse(target), Until = Now.AddHours(1), ByOperator = byOperator, Reason = "" }, null, 1, 1);
}

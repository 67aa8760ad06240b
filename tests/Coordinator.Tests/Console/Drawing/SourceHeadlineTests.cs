using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Console.Drawing;

public sealed class SourceHeadlineTests
{
    private static readonly Cidr Target = Cidr.Parse("203.0.113.7");

    [Fact]
    public void Nothing_blocks_it() => Assert.Equal(("free", "not blocked"), Of());

    [Fact]
    public void Block_on_every_host_is_contained() => Assert.Equal(("blocked", "blocked"), Of(Block("203.0.113.7", 214)));

    [Fact]
    public void Block_that_some_hosts_lack_is_not() => Assert.Equal(("partly", "blocked"), Of(Block("203.0.113.7", 180)));

    [Fact]
    public void Block_of_a_network_around_it_is_named() => Assert.Equal(("blocked", "blocked with 203.0.113.0/24"), Of(Block("203.0.113.0/24", 214)));

    [Fact]
    public void Blocks_within_a_network_do_not_block_it() =>
        Assert.Equal(("partly", "not blocked as a whole; 1 block lies within it"), State(new SourceView { Target = Cidr.Parse("203.0.113.0/24"), Blocks = [Block("203.0.113.7", 214)] }, simulates: false));

    [Fact]
    public void Fleet_that_simulates_blocks_nothing() =>
        Assert.Equal("partly", State(new SourceView { Target = Target, Blocks = [Block("203.0.113.7", 214)] }, simulates: true).State);

    [Theory]
    [InlineData("ignored", "never blocked: it is on the ignore list")]
    [InlineData("sensor", "never blocked: it is the address of a sensor")]
    public void Who_is_spared_is_told_why(string spared, string words) =>
        Assert.Equal(("spared", words), State(new SourceView { Target = Target, Spared = spared }, simulates: false));

    [Fact]
    public void Network_with_an_address_of_ours_is_not_called_one() =>
        Assert.Equal("never blocked as a whole: the address of a sensor lies within it", State(new SourceView { Target = Cidr.Parse("203.0.113.0/24"), Spared = "sensor" }, simulates: false).Words);

    private static (string State, string Words) Of(params BlockView[] blocks) => State(new SourceView { Target = Target, Blocks = blocks }, simulates: false);

    private static (string State, string Words) State(SourceView source, bool simulates)
    {
        var headline = SourceHeadline.Of(source, simulates);
        return (headline.State, headline.Words);
    }

    private static BlockView Block(string target, int inForce) => new() { Target = Cidr.Parse(target), Origin = "coordinator", SensorsInForce = inForce, SensorsConnected = 214 };
}

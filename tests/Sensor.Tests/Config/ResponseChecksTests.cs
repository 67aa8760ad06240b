using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Tests.Config;

public sealed class ResponseChecksTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("KILL_ROUTE=\"/sbin/iptables -I INPUT -s $TARGET$ -j DROP\"", "warning: KILL_ROUTE is done natively, by blocker iptables, for IPv6 as well, and each block ends")]
    [InlineData("KILL_ROUTE=\"iptables -I INPUT -s $TARGET$ -j DROP && iptables -I INPUT -s $TARGET$ -j LOG\"", "warning: KILL_ROUTE is done natively, by blocker iptables, for IPv6 as well, and each block ends; left out is its LOG rule: the sensor logs the probes themselves")]
    [InlineData("KILL_ROUTE=\"script $TARGET$\"", "warning: KILL_ROUTE is run as written; without UNBLOCK_COMMAND such a block does not end")]
    [InlineData("KILL_ROUTE=\"script $TARGET$\"\nUNBLOCK_COMMAND=\"undo $TARGET$\"", "warning: KILL_ROUTE is run as written")]
    [InlineData("KILL_ROUTE=\"/sbin/route add $TARGET$ 333.444.555.666\"\nBLOCKER=\"nftables\"", "warning: KILL_ROUTE has no effect: BLOCKER names what blocks (nftables)")]
    [InlineData("BLOCKER=\"command\"", "error: BLOCKER or ORDER_BLOCKER names command, and KILL_ROUTE, the command, is missing")]
    [InlineData("BLOCK_TCP=\"2\"", "warning: BLOCK_TCP is 2, to run KILL_RUN_CMD only, and KILL_RUN_CMD is missing: alarms are logged only")]
    [InlineData("KILL_RUN_CMD_FIRST=\"1\"", "warning: KILL_RUN_CMD_FIRST has no effect: KILL_RUN_CMD is missing")]
    [InlineData("KILL_RUN_CMD=\"echo $TARGET $PORT$\"", "warning: KILL_RUN_CMD has $TARGET, $PORT or $MODE without its final dollar sign: nothing is put in there")]
    public void Doubts_are_told(string config, string expected) => Assert.Equal(expected, string.Join('\n', Check(config)));

    [Fact]
    public void Reject_route_is_done_natively_and_its_weakness_told() => Assert.Equal(
        [
            "warning: KILL_ROUTE is done natively, by blocker route, for IPv6 as well, and each block ends",
            "warning: blocker route keeps answers from a source, not its packets; BLOCKER=\"nftables\" drops those",
        ],
        Check("KILL_ROUTE=\"/sbin/route add -host $TARGET$ reject\""));

    [Fact]
    public void Impossible_gateway_is_told() =>
        Assert.StartsWith("warning: KILL_ROUTE leads to the gateway 333.444.555.666, which cannot be", Check("KILL_ROUTE=\"/sbin/route add $TARGET$ 333.444.555.666\"")[0], StringComparison.Ordinal);

    [Fact]
    public void Template_that_blocks_a_whole_network_is_told() =>
        Assert.Contains("warning: KILL_ROUTE blocks a whole network for each source", Check("KILL_ROUTE=\"route add -net $TARGET$ netmask 255.255.255.0 reject\""));

    [Fact]
    public void Program_that_is_not_installed_is_told_with_its_package() => Assert.Equal(
        ["warning: blocker ipset needs ipset, which is not installed: apt install ipset"],
        ResponseChecks.Of("conf", ConfigReader.Read("conf", "BLOCKER=\"ipset nftables\"").Options, new Toolbox([], TimeSpan.FromSeconds(1), TimeProvider.System)).Select(issue => issue.ToString()["conf: ".Length..]));

    private static List<string> Check(string config) =>
        [.. ResponseChecks.Of("conf", ConfigReader.Read("conf", config).Options, Toolbox.OfHost).Select(issue => issue.ToString()["conf: ".Length..])];
}

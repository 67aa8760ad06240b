using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;

namespace PortSentry.Sensor.Tests.Block;

public sealed class BlockerNamesTests
{
    private const string Reject = "KILL_ROUTE=\"/sbin/route add -host $TARGET$ reject\"\n";
    private const string Script = "KILL_ROUTE=\"/usr/local/bin/script $TARGET$\"\n";
    private const string HostsDeny = "KILL_HOSTS_DENY=\"ALL: $TARGET$ : DENY\"\n";

    [Theory]
    [InlineData("", "nftables")]
    [InlineData(Reject, "route")]
    [InlineData(HostsDeny, "hosts.deny")]
    [InlineData(Reject + HostsDeny, "hosts.deny route")]
    [InlineData(Script + HostsDeny, "hosts.deny command")]
    [InlineData("KILL_ROUTE=\"\"\nKILL_HOSTS_DENY=\"\"\n", "nftables")]
    [InlineData("KILL_RUN_CMD=\"true\"\n", "nftables")]
    [InlineData(Reject + HostsDeny + "BLOCKER=\"ipset nftables\"\n", "ipset nftables")]
    public void Blockers_are_those_of_BLOCKER_or_those_that_the_old_keys_mean(string config, string expected) =>
        Assert.Equal(expected, string.Join(' ', BlockerNames.Local(Read(config))));

    [Fact]
    public void Blockers_of_orders_are_used_besides()
    {
        var options = Read(Reject + "ORDER_BLOCKER=\"nftables route\"\n");

        Assert.Equal(["route", "nftables"], BlockerNames.Used(options));
        Assert.Equal(new BlockerDuty(true, true), BlockerNames.DutyOf("route", options));
        Assert.Equal(new BlockerDuty(false, true), BlockerNames.DutyOf("nftables", options));
    }

    private static SensorOptions Read(string config) => ConfigReader.Read("conf", config).Options;
}

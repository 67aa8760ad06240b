using PortSentry.Sensor.Block;

namespace PortSentry.Sensor.Tests.Block;

public sealed class NftablesScriptTests
{
    private readonly NftablesScript _script = new(ipv6Prefix: 64);

    [Fact]
    public void Table_is_made_anew_in_one_transaction() => Assert.Equal(
        """
        add table inet portsentry
        delete table inet portsentry
        add table inet portsentry
        add set inet portsentry hosts4 { type ipv4_addr; flags timeout; }
        add set inet portsentry hosts6 { type ipv6_addr; flags timeout; }
        add set inet portsentry prefixes6 { type ipv6_addr; flags timeout; }
        add set inet portsentry networks4 { type ipv4_addr; flags interval,timeout; }
        add set inet portsentry networks6 { type ipv6_addr; flags interval,timeout; }
        add chain inet portsentry prerouting { type filter hook prerouting priority -310; policy accept; }
        add rule inet portsentry prerouting iif lo accept
        add rule inet portsentry prerouting ip saddr @hosts4 counter drop
        add rule inet portsentry prerouting ip6 saddr @hosts6 counter drop
        add rule inet portsentry prerouting ip6 saddr & ffff:ffff:ffff:ffff:: @prefixes6 counter drop
        add rule inet portsentry prerouting ip saddr @networks4 counter drop
        add rule inet portsentry prerouting ip6 saddr @networks6 counter drop

        """,
        _script.RecreateTable().ToString());

    [Fact]
    public void Hosts_are_added_set_by_set_each_with_its_own_end() => Assert.Equal(
        """
        add element inet portsentry hosts4 { 192.0.2.1 timeout 1h, 192.0.2.2 }
        add element inet portsentry hosts6 { 2001:db8::1 timeout 2h }
        add element inet portsentry prefixes6 { 2001:db8:5:: timeout 1h }

        """,
        _script.AddHosts([Blocks.Of("192.0.2.1"), Blocks.Of("192.0.2.2", hours: null), Blocks.Of("2001:db8::1", 2), Blocks.Of("2001:db8:5::/64")], Blocks.Now).ToString());

    [Fact]
    public void Block_that_is_just_over_gets_the_shortest_timeout_there_is() => Assert.Equal(
        "add element inet portsentry hosts4 { 192.0.2.1 timeout 1ms }\n",
        _script.AddHosts([Blocks.Of("192.0.2.1")], Blocks.Now.AddHours(2)).ToString());

    [Fact]
    public void Networks_are_replaced_those_within_another_left_out() => Assert.Equal(
        """
        flush set inet portsentry networks4
        flush set inet portsentry networks6
        add element inet portsentry networks4 { 10.0.0.0/8 timeout 1h, 192.0.2.0/24 timeout 1h }
        add element inet portsentry networks6 { 2001:db8::/32 }

        """,
        _script.ReplaceNetworks(
            [Blocks.Of("192.0.2.0/24"), Blocks.Of("10.1.0.0/16"), Blocks.Of("10.0.0.0/8"), Blocks.Of("2001:db8:5::/48"), Blocks.Of("2001:db8::/32", hours: null)],
            Blocks.Now).ToString());

    [Theory]
    [InlineData("192.0.2.1", "nft add element inet portsentry hosts4 { 192.0.2.1 timeout 1h }")]
    [InlineData("192.0.2.0/24", "nft add element inet portsentry networks4 { 192.0.2.0/24 timeout 1h }")]
    [InlineData("2001:db8::1", "nft add element inet portsentry hosts6 { 2001:db8::1 timeout 1h }")]
    [InlineData("2001:db8::/64", "nft add element inet portsentry prefixes6 { 2001:db8:: timeout 1h }")]
    [InlineData("2001:db8::/48", "nft add element inet portsentry networks6 { 2001:db8::/48 timeout 1h }")]
    public void Block_is_described_as_a_person_would_type_it(string target, string command) =>
        Assert.Equal(command, _script.Describe(Blocks.Of(target)));

    [Fact]
    public void Block_for_ever_is_described_without_an_end() =>
        Assert.Equal("nft add element inet portsentry hosts4 { 192.0.2.1 }", _script.Describe(Blocks.Of("192.0.2.1", hours: null)));
}

using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Block.Templates;

namespace PortSentry.Sensor.Tests.Block.Templates;

public sealed class KillRouteTests
{
    private static readonly string[] Pieces =
    [
        "$TARGET$", "$TARGET", "$PORT$", "$MODE$", "iptables", "/sbin/iptables", "ip6tables", "-I", "INPUT", "-s", "-j", "DROP", "REJECT", "LOG", "route", "add", "-host",
        "reject", "ip", "blackhole", "unreachable", "nft", "rule", "filter", "input", "saddr", "drop", "&&", "|", ";", "`id`", "$(id)", "-m", "limit", "--limit", "3/minute", "--log-prefix",
    ];

    [Theory]
    [InlineData("/sbin/route add -host $TARGET$ reject", RouteBlocker.BlockerName, true)]
    [InlineData("route add -host $TARGET$ reject", RouteBlocker.BlockerName, true)]
    [InlineData("/usr/sbin/iptables -I INPUT -s $TARGET$ -j DROP", IptablesBlocker.BlockerName, false)]
    [InlineData("/usr/local/bin/iptables  -I INPUT 1 -s $TARGET$  -j DROP", IptablesBlocker.BlockerName, false)]
    [InlineData("iptables -A INPUT -s $TARGET$ -j REJECT", IptablesBlocker.BlockerName, true)]
    [InlineData("/sbin/ip6tables -I INPUT -s $TARGET$ -j REJECT", IptablesBlocker.BlockerName, true)]
    [InlineData("/sbin/ip route add blackhole $TARGET$", RouteBlocker.BlockerName, false)]
    [InlineData("ip route add blackhole $TARGET$/32", RouteBlocker.BlockerName, false)]
    [InlineData("ip route add unreachable $TARGET$", RouteBlocker.BlockerName, true)]
    [InlineData("/usr/sbin/nft add rule ip filter input ip saddr $TARGET$ drop", NftablesBlocker.BlockerName, false)]
    [InlineData("nft insert rule inet filter input ip saddr $TARGET$ counter drop", NftablesBlocker.BlockerName, false)]
    [InlineData("/sbin/route add -host $TARGET$ gw 333.444.555.666", RouteBlocker.BlockerName, true)]
    [InlineData("/sbin/route add $TARGET$ 333.444.555.666", RouteBlocker.BlockerName, true)]
    public void Well_known_template_is_done_natively(string text, string blocker, bool rejects) =>
        Assert.Equal(new NativeRoute(blocker, rejects), KillRoute.Recognise(new CommandTemplate(text)));

    [Theory]
    [InlineData("/sbin/iptables -I INPUT -s $TARGET$ -j DROP && /sbin/iptables -I INPUT -s $TARGET$ -m limit --limit 3/minute --limit-burst 5 -j LOG --log-level DEBUG --log-prefix 'Portsentry: dropping: '")]
    [InlineData("iptables -I INPUT -s $TARGET$ -j DROP&&iptables -I INPUT -s $TARGET$ -j LOG")]
    public void Template_with_a_log_rule_besides_is_done_natively_without_it(string text)
    {
        var native = KillRoute.Recognise(new CommandTemplate(text));

        Assert.Equal(new NativeRoute(IptablesBlocker.BlockerName, false), native! with { LeavesOut = null });
        Assert.Contains("LOG rule", native.LeavesOut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sbin/route add -host $TARGET$ gw 192.0.2.1")]
    [InlineData("/sbin/route add -net $TARGET$ netmask 255.255.255.0 reject")]
    [InlineData("/sbin/ipchains -I input -s $TARGET$ -j DENY -l")]
    [InlineData("/sbin/iptables -I INPUT -s $TARGET$ -p tcp -j DROP")]
    [InlineData("/sbin/iptables -I FORWARD -s $TARGET$ -j DROP")]
    [InlineData("/sbin/iptables -I INPUT -s $TARGET$ -j DROP && echo done")]
    [InlineData("/sbin/iptables -I INPUT -s $TARGET$ -j DROP | logger")]
    [InlineData("/sbin/iptables -I INPUT -s $TARGET$ -j DROP; true")]
    [InlineData("/sbin/iptables -I INPUT -s $TARGET$ -j DROP && /sbin/iptables -I INPUT -s $TARGET$ -j LOG --log-prefix `id`")]
    [InlineData("/sbin/iptables -I INPUT -s $TARGET$ -j DROP && /sbin/iptables -I INPUT -s $TARGET$ -j LOG; id")]
    [InlineData("/usr/local/bin/script $TARGET$ $PORT$")]
    [InlineData("/sbin/ip route add prohibit $TARGET$")]
    public void Anything_else_is_run_as_written(string text) => Assert.Null(KillRoute.Recognise(new CommandTemplate(text)));

    [Theory]
    [InlineData("route add -net $TARGET$ netmask 255.255.255.0 reject", true)]
    [InlineData("iptables -I INPUT -s $TARGET$/24 -j DROP", true)]
    [InlineData("ip route add blackhole $TARGET$/32", false)]
    [InlineData("ip route add blackhole $TARGET$", false)]
    public void Template_that_blocks_a_network_is_known(string text, bool expected) => Assert.Equal(expected, KillRoute.BlocksNetwork(new CommandTemplate(text)));

    [Fact]
    public void What_is_recognised_names_the_source_and_hides_no_other_command() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(pieces => new CommandTemplate(string.Join(' ', pieces))).ToArbitrary(),
        template => KillRoute.Recognise(template) is null
            || (template.NamesTarget && !template.HasOpenPlace && template.Text.IndexOfAny(['|', ';', '`', '(']) < 0)).QuickCheckThrowOnFailure();
}

using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Host;

public sealed class NatRulesTests
{
    [Theory]
    [InlineData("-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80", "0.0.0.0:8080")]
    [InlineData("-A DOCKER ! -i docker0 -p tcp -m tcp --dport 443 -j DNAT --to-destination 172.17.0.2:443", "0.0.0.0:443")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -p tcp -m tcp --dport 25 -j DNAT --to-destination 10.0.0.2", "198.51.100.1:25")]
    [InlineData("-A PREROUTING -d 198.51.100.0/24 -p tcp -m tcp --dport 25 -j DNAT --to-destination 10.0.0.2", "0.0.0.0:25")]
    [InlineData("-A PREROUTING ! -d 198.51.100.1/32 -p tcp -m tcp --dport 25 -j REDIRECT --to-ports 2525", "0.0.0.0:25")]
    [InlineData("-A PREROUTING -p tcp -m tcp --dport 1000:1002 -j REDIRECT --to-ports 9", "0.0.0.0:1000 0.0.0.0:1001 0.0.0.0:1002")]
    [InlineData("-A PREROUTING -p tcp -m multiport --dports 80,443,8000:8001 -j DNAT --to-destination 10.0.0.2", "0.0.0.0:80 0.0.0.0:443 0.0.0.0:8000 0.0.0.0:8001")]
    [InlineData("-A PREROUTING -p 6 -m tcp --dport 22 -j KUBE-SERVICES", "0.0.0.0:22")]
    [InlineData("-A PREROUTING -p udp -m udp --dport 53 -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData("-A PREROUTING ! -p tcp -m udp --dport 53 -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData("-A PREROUTING -p tcp -m tcp ! --dport 22 -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData("-A PREROUTING -p tcp -m tcp --dport 80 -j ACCEPT", "")]
    [InlineData("-A PREROUTING -p tcp -m tcp --dport 80 -j RETURN", "")]
    [InlineData("-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE", "")]
    [InlineData("-A PREROUTING -p tcp -m tcp --dport 80", "")]
    [InlineData("-A PREROUTING -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -j DNAT --to-destination 10.0.0.2", "198.51.100.1:*")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -p tcp -j DNAT --to-destination 10.0.0.2", "198.51.100.1:*")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -p udp -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -p tcp -m tcp ! --dport 22 -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -j CHAIN", "")]
    [InlineData("-A PREROUTING -p tcp -m tcp --dport http -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData(":PREROUTING ACCEPT [0:0]", "")]
    [InlineData("-A PREROUTING -p tcp --dport", "")]
    public void Port_that_a_rule_of_iptables_publishes_is_found(string rule, string published) =>
        Assert.Equal(published, Text(NatRules.FromIptables($"*nat\n:PREROUTING ACCEPT [0:0]\n{rule}\nCOMMIT\n", ipv4: true, Transport.Tcp)));

    [Theory]
    [InlineData("-A DOCKER ! -i docker0 -p udp -m udp --dport 53 -j DNAT --to-destination 172.17.0.2:53", "0.0.0.0:53")]
    [InlineData("-A PREROUTING -p 17 -m multiport --dports 500,4500 -j DNAT --to-destination 10.0.0.2", "0.0.0.0:500 0.0.0.0:4500")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -p udp -j DNAT --to-destination 10.0.0.2", "198.51.100.1:*")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -j DNAT --to-destination 10.0.0.2", "198.51.100.1:*")]
    [InlineData("-A PREROUTING -p tcp -m tcp --dport 53 -j DNAT --to-destination 10.0.0.2", "")]
    [InlineData("-A PREROUTING -d 198.51.100.1/32 -p tcp -j DNAT --to-destination 10.0.0.2", "")]
    public void Port_of_UDP_that_a_rule_of_iptables_publishes_is_found(string rule, string published) =>
        Assert.Equal(published, Text(NatRules.FromIptables($"{rule}\n", ipv4: true, Transport.Udp)));

    [Theory]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"udp","field":"dport"}},"right":53}},{"redirect":null}""", "0.0.0.0:53 :::53")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"th","field":"dport"}},"right":53}},{"redirect":null}""", "0.0.0.0:53 :::53")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":53}},{"redirect":null}""", "")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"daddr"}},"right":"198.51.100.1"}},{"dnat":{"addr":"10.0.0.1"}}""", "198.51.100.1:*")]
    [InlineData("""{"match":{"op":"==","left":{"meta":{"key":"l4proto"}},"right":"tcp"}},{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"daddr"}},"right":"198.51.100.1"}},{"dnat":{"addr":"10.0.0.1"}}""", "")]
    public void Port_of_UDP_that_a_rule_of_nftables_publishes_is_found(string expressions, string published) =>
        Assert.Equal(published, Text(NatRules.FromNftables(Ruleset("inet", "nat", expressions), Transport.Udp)));

    [Fact]
    public void Rule_of_ip6tables_publishes_on_IPv6() => Assert.Equal(
        ":::8080 2001:db8::1:25",
        Text(NatRules.FromIptables(
            "-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT\n-A PREROUTING -d 2001:db8::1/128 -p tcp -m tcp --dport 25 -j DNAT\n", ipv4: false, Transport.Tcp)));

    [Theory]
    [InlineData("""{"vmap":{"key":{"payload":{"protocol":"tcp","field":"dport"}},"data":{"set":[[80,{"jump":{"target":"web"}}]]}}}""", "0.0.0.0:80 :::80")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"daddr"}},"right":"198.51.100.1"}},{"dnat":{"addr":"10.0.0.1"}}""", "198.51.100.1:*")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"daddr"}},"right":"198.51.100.1"}},{"match":{"op":"!=",DPORT,"right":22}},{"dnat":{"addr":"10.0.0.1"}}""", "")]
    [InlineData("""{"match":{"op":"==",DPORT,"right":8080}},{"dnat":{"family":"ip","addr":"10.0.0.1"}}""", "0.0.0.0:8080 :::8080")]
    [InlineData("""{"match":{"op":"==",DPORT,"right":{"set":[80,443]}}},{"dnat":{"family":"ip","addr":"10.0.0.1"}}""", "0.0.0.0:80 :::80 0.0.0.0:443 :::443")]
    [InlineData("""{"match":{"op":"==",DPORT,"right":{"range":[1000,1001]}}},{"redirect":{"port":80}}""", "0.0.0.0:1000 :::1000 0.0.0.0:1001 :::1001")]
    [InlineData("""{"match":{"op":"==",DPORT,"right":{"set":[22,{"range":[80,81]}]}}},{"redirect":null}""", "0.0.0.0:22 :::22 0.0.0.0:80 :::80 0.0.0.0:81 :::81")]
    [InlineData("""{"match":{"op":"in",DPORT,"right":{"set":[25]}}},{"jump":{"target":"mail"}}""", "0.0.0.0:25 :::25")]
    [InlineData("""{"match":{"op":"==",DADDR,"right":"192.0.2.1"}},{"match":{"op":"==",DPORT,"right":25}},{"dnat":{"addr":"10.0.0.1"}}""", "192.0.2.1:25")]
    [InlineData("""{"match":{"op":"==",DADDR,"right":{"set":["192.0.2.1","192.0.2.2"]}}},{"match":{"op":"==",DPORT,"right":25}},{"dnat":{"addr":"10.0.0.1"}}""", "192.0.2.1:25 192.0.2.2:25")]
    [InlineData("""{"match":{"op":"==",DADDR,"right":{"prefix":{"addr":"192.0.2.0","len":24}}}},{"match":{"op":"==",DPORT,"right":25}},{"redirect":null}""", "0.0.0.0:25 :::25")]
    [InlineData("""{"match":{"op":"==",DADDR,"right":{"set":["198.51.100.1",{"prefix":{"addr":"192.0.2.0","len":24}}]}}},{"match":{"op":"==",DPORT,"right":25}},{"redirect":null}""", "0.0.0.0:25 :::25")]
    [InlineData("""{"match":{"op":"!=",DADDR,"right":"192.0.2.1"}},{"match":{"op":"==",DPORT,"right":25}},{"redirect":null}""", "0.0.0.0:25 :::25")]
    [InlineData("""{"match":{"op":"!=",DPORT,"right":22}},{"redirect":null}""", "")]
    [InlineData("""{"dnat":{"family":"ip","addr":{"map":{"key":{"payload":{"protocol":"tcp","field":"dport"}},"data":{"set":[[25,"10.0.0.1"],[143,"10.0.0.2"]]}}}}}""", "0.0.0.0:25 :::25 0.0.0.0:143 :::143")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"udp","field":"dport"}},"right":53}},{"redirect":null}""", "")]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"sport"}},"right":53}},{"redirect":null}""", "")]
    [InlineData("""{"match":{"op":"==",DPORT,"right":"@ports"}},{"redirect":null}""", "")]
    [InlineData("""{"match":{"op":"==",DPORT,"right":80}},{"accept":null}""", "")]
    [InlineData("""{"masquerade":null}""", "")]
    public void Port_that_a_rule_of_nftables_publishes_is_found(string expressions, string published)
    {
        var filled = expressions
            .Replace("DPORT", "\"left\":{\"payload\":{\"protocol\":\"tcp\",\"field\":\"dport\"}}", StringComparison.Ordinal)
            .Replace("DADDR", "\"left\":{\"payload\":{\"protocol\":\"ip\",\"field\":\"daddr\"}}", StringComparison.Ordinal);

        Assert.Equal(published, Text(NatRules.FromNftables(Ruleset("inet", "nat", filled), Transport.Tcp)));
    }

    [Theory]
    [InlineData("ip", "0.0.0.0:8080")]
    [InlineData("ip6", ":::8080")]
    public void Rule_publishes_on_the_family_of_its_table(string family, string published) => Assert.Equal(
        published,
        Text(NatRules.FromNftables(Ruleset(family, "nat", """{"match":{"op":"==","left":{"payload":{"protocol":"th","field":"dport"}},"right":8080}},{"redirect":null}"""), Transport.Tcp)));

    [Theory]
    [InlineData("""{"jump":{"target":"input"}}""", "")]
    [InlineData("""{"tproxy":{"port":3129}}""", "0.0.0.0:8080 :::8080")]
    public void Rule_of_a_filter_table_publishes_only_by_tproxy(string statement, string published) => Assert.Equal(
        published,
        Text(NatRules.FromNftables(Ruleset("inet", "filter", """{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":8080}},""" + statement), Transport.Tcp)));

    [Theory]
    [InlineData("")]
    [InlineData("""{"nftables":[]}""")]
    [InlineData("""{"nftables":[{"metainfo":{"version":"1.0.6","json_schema_version":1}}]}""")]
    public void Ruleset_without_rules_publishes_nothing(string json) => Assert.Empty(NatRules.FromNftables(json, Transport.Tcp));

    [Fact]
    public void Ruleset_as_nft_itself_lists_it_is_read() => Assert.Equal(
        "0.0.0.0:80 :::80 0.0.0.0:443 :::443 192.0.2.1:8080 192.0.2.2:8080 0.0.0.0:25 :::25 0.0.0.0:143 :::143 0.0.0.0:1000 :::1000 0.0.0.0:1001 :::1001 0.0.0.0:53 :::53",
        Text(NatRules.FromNftables(ListedByNft, Transport.Tcp)));

    private static string Ruleset(string family, string type, string expressions) => $$$"""
        {"nftables":[{"table":{"family":"{{{family}}}","name":"t"}},
        {"chain":{"family":"{{{family}}}","table":"t","name":"c","type":"{{{type}}}","hook":"prerouting","prio":-100,"policy":"accept"}},
        {"rule":{"family":"{{{family}}}","table":"t","chain":"c","handle":3,"expr":[{{{expressions}}}]}}]}
        """;

    private static string Text(IEnumerable<ServicePort> ports) => string.Join(' ', ports.Select(service => $"{service.Address}:{(service.IsEveryPort ? "*" : service.Port)}"));

    /// <summary>Of nft 1.0.6: nft -t -j list ruleset.</summary>
    private const string ListedByNft = """
        {"nftables": [{"metainfo": {"version": "1.0.6", "release_name": "Lester Gooch #5", "json_schema_version": 1}},
        {"table": {"family": "inet", "name": "nat", "handle": 1}},
        {"chain": {"family": "inet", "table": "nat", "name": "p", "handle": 1, "type": "nat", "hook": "prerouting", "prio": -100, "policy": "accept"}},
        {"rule": {"family": "inet", "table": "nat", "chain": "p", "handle": 3, "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": {"set": [80, 443]}}}, {"dnat": {"family": "ip", "addr": "10.0.0.1"}}]}},
        {"rule": {"family": "inet", "table": "nat", "chain": "p", "handle": 5, "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "daddr"}}, "right": {"set": ["192.0.2.1", "192.0.2.2"]}}}, {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 8080}}, {"dnat": {"family": "ip", "addr": "10.0.0.1"}}]}},
        {"rule": {"family": "inet", "table": "nat", "chain": "p", "handle": 7, "expr": [{"dnat": {"family": "ip", "addr": {"map": {"key": {"payload": {"protocol": "tcp", "field": "dport"}}, "data": {"set": [[25, "10.0.0.1"], [143, "10.0.0.2"]]}}}}}]}},
        {"rule": {"family": "inet", "table": "nat", "chain": "p", "handle": 8, "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": {"range": [1000, 1001]}}}, {"redirect": {"port": 80}}]}},
        {"rule": {"family": "inet", "table": "nat", "chain": "p", "handle": 9, "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "ip", "field": "daddr"}}, "right": {"prefix": {"addr": "192.0.2.0", "len": 24}}}}, {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 53}}, {"redirect": {"port": 5353}}]}},
        {"rule": {"family": "inet", "table": "nat", "chain": "p", "handle": 12, "expr": [{"match": {"op": "!=", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 22}}, {"redirect": null}]}}]}
        """;
}

using System.Text.Json;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Reads which ports of a protocol NAT rules publish: behind them there is a service that no listener list shows. Pure.</summary>
public static class NatRules
{
    private static readonly string[] Publishing = ["dnat", "redirect", "tproxy", "jump", "goto", "vmap"];
    private static readonly string[] NotPublishing = ["ACCEPT", "DROP", "RETURN", "MASQUERADE", "SNAT", "LOG", "MARK", "CONNMARK", "NFLOG"];

    /// <summary>The ports published by <c>iptables-save -t nat</c> or <c>ip6tables-save -t nat</c>.</summary>
    public static IEnumerable<ServicePort> FromIptables(string save, bool ipv4, Transport transport)
    {
        ArgumentNullException.ThrowIfNull(save);
        foreach (var line in save.Split('\n').Where(line => line.StartsWith("-A ", StringComparison.Ordinal)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (After(words, "-j") is not { } target || NotPublishing.Contains(target) || !Concerns(words, transport))
                continue;

            Address? address = Cidr.TryParse(After(words, "-d"), out var destination) && destination.IsHost ? destination.Base : null;
            var ports = After(words, "--dport") ?? After(words, "--dports");
            foreach (var service in ports is null ? Whole(words, address, target) : Ports(address ?? Any(ipv4), ports))
                yield return service;
        }
    }

    /// <summary>The ports published by a ruleset as nft lists it in JSON (libnftables-json(5)).</summary>
    public static IEnumerable<ServicePort> FromNftables(string json, Transport transport)
    {
        if (json.Length == 0)
            return [];

        using var document = JsonDocument.Parse(json);
        var objects = document.RootElement.GetProperty("nftables").EnumerateArray().ToList();
        var natTables = objects
            .Where(item => item.TryGetProperty("chain", out var chain) && chain.TryGetProperty("type", out var type) && type.GetString() == "nat")
            .Select(item => TableOf(item.GetProperty("chain")))
            .ToHashSet();
        return [.. objects
            .Where(item => item.TryGetProperty("rule", out _))
            .Select(item => item.GetProperty("rule"))
            .Where(rule => natTables.Contains(TableOf(rule)) || HasStatement(rule, "tproxy"))
            .SelectMany(rule => Published(rule, transport))];
    }

    /// <summary>True for a rule of this protocol, or of none: one that names ports names their protocol, too.</summary>
    private static bool Concerns(string[] words, Transport transport) => After(words, "-p") is { } protocol
        ? protocol == transport.Name() || protocol == Number(transport)
        : !words.Any(word => word is "--dport" or "--dports");

    private static IEnumerable<ServicePort> Ports(Address address, string ports) =>
        ports.Split(',').SelectMany(range => Expand(range.Replace(':', '-'))).Select(port => new ServicePort(address, port));

    /// <summary>A DNAT of a whole address, and of no single port.</summary>
    private static IEnumerable<ServicePort> Whole(string[] words, Address? address, string target) =>
        address is { } one && target == "DNAT" && !words.Any(word => word.Contains("port", StringComparison.Ordinal))
            ? [ServicePort.AllOf(one)]
            : [];

    private static (string? Family, string? Table) TableOf(JsonElement item) =>
        (item.GetProperty("family").GetString(), item.GetProperty("table").GetString());

    private static bool HasStatement(JsonElement rule, string name) =>
        rule.GetProperty("expr").EnumerateArray().Any(statement => statement.TryGetProperty(name, out _));

    private static IEnumerable<ServicePort> Published(JsonElement rule, Transport transport)
    {
        if (!Publishing.Any(name => HasStatement(rule, name)))
            yield break;

        var destinations = Destinations(rule).ToList();
        if (HasStatement(rule, "dnat") && !destinations.Exists(address => new ServicePort(address, 0).IsEverywhere) && !SpeaksOfPorts(rule, transport))
        {
            foreach (var destination in destinations)
                yield return ServicePort.AllOf(destination);
        }

        foreach (var port in MatchValues(rule, "dport", transport).Concat(MappedPorts(rule, transport)).SelectMany(Expand))
        {
            foreach (var destination in destinations)
                yield return new ServicePort(destination, port);
        }
    }

    /// <summary>The addresses that a rule names; every one of its family where it names none, or a network or range, which may hold several of ours.</summary>
    private static IEnumerable<Address> Destinations(JsonElement rule)
    {
        var named = MatchValues(rule, "daddr", transport: null).ToList();
        if (named.Count > 0 && named.TrueForAll(text => Address.TryParse(text, out _)))
            return named.Select(Address.Parse);

        return rule.GetProperty("family").GetString() switch
        {
            "ip" => [ServicePort.AnyIPv4],
            "ip6" => [ServicePort.AnyIPv6],
            _ => [ServicePort.AnyIPv4, ServicePort.AnyIPv6],
        };
    }

    /// <summary>The values that a rule compares a payload field with, ranges as <c>a-b</c>, networks with their prefix.</summary>
    private static IEnumerable<string> MatchValues(JsonElement rule, string field, Transport? transport) =>
        from statement in rule.GetProperty("expr").EnumerateArray()
        where statement.TryGetProperty("match", out var match) && IsField(match.GetProperty("left"), field, transport) && match.GetProperty("op").GetString() is "==" or "in"
        from value in Values(statement.GetProperty("match").GetProperty("right"))
        select value;

    /// <summary>True when a rule looks at ports, in whatever way, or at the other protocol: what it publishes is then not the whole address.</summary>
    private static bool SpeaksOfPorts(JsonElement rule, Transport transport) => rule.GetProperty("expr").GetRawText() is var text
        && (text.Contains("port\"", StringComparison.Ordinal) || text.Contains($"\"{Other(transport).Name()}\"", StringComparison.Ordinal));

    /// <summary>The keys of <c>dnat to tcp dport map { 80 : …, 443 : … }</c> and of <c>tcp dport vmap { 80 : jump … }</c>.</summary>
    private static IEnumerable<string> MappedPorts(JsonElement rule, Transport transport) =>
        from map in Maps(rule)
        where IsField(map.GetProperty("key"), "dport", transport) && map.GetProperty("data").ValueKind == JsonValueKind.Object
        from pair in map.GetProperty("data").GetProperty("set").EnumerateArray()
        from value in Values(pair[0])
        select value;

    private static IEnumerable<JsonElement> Maps(JsonElement rule)
    {
        foreach (var statement in rule.GetProperty("expr").EnumerateArray())
        {
            if (statement.TryGetProperty("vmap", out var verdicts))
                yield return verdicts;
            if (!statement.TryGetProperty("dnat", out var dnat) || dnat.ValueKind != JsonValueKind.Object)
                continue;

            foreach (var target in dnat.EnumerateObject().Where(target => target.Value.ValueKind == JsonValueKind.Object))
            {
                if (target.Value.TryGetProperty("map", out var map))
                    yield return map;
            }
        }
    }

    private static bool IsField(JsonElement expression, string field, Transport? transport) =>
        expression.ValueKind == JsonValueKind.Object
        && expression.TryGetProperty("payload", out var payload)
        && payload.TryGetProperty("field", out var name) && name.GetString() == field
        && payload.TryGetProperty("protocol", out var protocol) && (protocol.GetString() is "th" or "ip" or "ip6" || protocol.GetString() == transport?.Name());

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object when value.TryGetProperty("set", out var set) => set.EnumerateArray().SelectMany(Values),
        JsonValueKind.Object when value.TryGetProperty("range", out var range) => [$"{range[0]}-{range[1]}"],
        JsonValueKind.Object when value.TryGetProperty("prefix", out var prefix) => [$"{prefix.GetProperty("addr")}/{prefix.GetProperty("len")}"],
        _ => [],
    };

    private static IEnumerable<ushort> Expand(string text) => PortRange.TryParse(text, out var range)
        ? Enumerable.Range(range.First, range.Count).Select(port => (ushort)port)
        : [];

    private static Address Any(bool ipv4) => ipv4 ? ServicePort.AnyIPv4 : ServicePort.AnyIPv6;

    private static Transport Other(Transport transport) => transport == Transport.Udp ? Transport.Tcp : Transport.Udp;

    private static string Number(Transport transport) => transport == Transport.Udp ? "17" : "6";

    private static string? After(string[] words, string option)
    {
        var place = Array.IndexOf(words, option);
        // "! --dport 80" publishes everything else: no port by name.
        return place > 0 && place + 1 < words.Length && words[place - 1] != "!" ? words[place + 1] : null;
    }
}

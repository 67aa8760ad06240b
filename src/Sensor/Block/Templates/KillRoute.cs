namespace PortSentry.Sensor.Block.Templates;

/// <summary>Recognises the KILL_ROUTE templates of the wild. Pure: what it does not know to the last word is run as written.</summary>
public static class KillRoute
{
    private const string PlaceholderGateway = "333.444.555.666";
    private static readonly string[] Lengths = ["--log-level", "--log-prefix", "--limit", "--limit-burst", "-m"];

    /// <summary>The blocker that does this natively; null when the template is to be run as written.</summary>
    public static NativeRoute? Recognise(CommandTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        // What it meant to do with a gateway that cannot be is what a reject route does.
        if (HasPlaceholderGateway(template))
            return new NativeRoute(RouteBlocker.BlockerName, Rejects: true);

        var commands = template.Text.Split("&&");
        var first = Words(commands[0]);
        var native = OfRoute(first) ?? OfIptables(first) ?? OfIp(first) ?? OfNft(first);
        return commands switch
        {
            [_] => native,
            [_, var second] when native is { Blocker: IptablesBlocker.BlockerName } && IsLog(Words(second), first[0]) =>
                native with { LeavesOut = "its LOG rule: the sensor logs the probes themselves" },
            _ => null,
        };
    }

    /// <summary>True for the template of old examples that leads to a gateway that cannot be.</summary>
    public static bool HasPlaceholderGateway(CommandTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Text.Contains(PlaceholderGateway, StringComparison.Ordinal);
    }

    /// <summary>True when the template blocks a whole network for each source.</summary>
    public static bool BlocksNetwork(CommandTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return template.Text.Contains("255.255.255.0", StringComparison.Ordinal)
            || Words(template.Text).Any(word => word.StartsWith(CommandTemplate.Target + "/", StringComparison.Ordinal) && !word.EndsWith("/32", StringComparison.Ordinal));
    }

    private static string[] Words(string text) => text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Is(string[] words, params string[] program) =>
        words.Length > 0 && program.Contains(words[0][(words[0].LastIndexOf('/') + 1)..]);

    /// <summary><c>route add [-host] T reject</c></summary>
    private static NativeRoute? OfRoute(string[] words) =>
        Is(words, "route") && words[1..] is ["add", "-host", CommandTemplate.Target, "reject"] or ["add", CommandTemplate.Target, "reject"]
            ? new NativeRoute(RouteBlocker.BlockerName, Rejects: true)
            : null;

    /// <summary><c>iptables -I INPUT -s T -j DROP</c> and the like.</summary>
    private static NativeRoute? OfIptables(string[] words) =>
        Is(words, "iptables", "ip6tables") && Rule(words[1..]) is ["-s" or "--source" or "--src", CommandTemplate.Target, "-j" or "--jump", "DROP" or "REJECT"]
            ? new NativeRoute(IptablesBlocker.BlockerName, words[^1] == "REJECT")
            : null;

    /// <summary><c>ip route add blackhole T</c> and the like.</summary>
    private static NativeRoute? OfIp(string[] words) =>
        Is(words, "ip") && words[1..] is ["route" or "r" or "ro", "add" or "replace", "blackhole" or "unreachable", CommandTemplate.Target or CommandTemplate.Target + "/32"]
            ? new NativeRoute(RouteBlocker.BlockerName, words[3] == "unreachable")
            : null;

    /// <summary><c>nft add rule ip filter input ip saddr T drop</c> and the like.</summary>
    private static NativeRoute? OfNft(string[] words) =>
        Is(words, "nft") && words[1..] is ["add" or "insert", "rule", "ip" or "ip6" or "inet", _, _, "ip" or "ip6", "saddr", CommandTemplate.Target, .. ["drop"] or ["counter", "drop"]]
            ? new NativeRoute(NftablesBlocker.BlockerName, Rejects: false)
            : null;

    /// <summary><c>iptables -I INPUT -s T -m limit … -j LOG …</c></summary>
    private static bool IsLog(string[] words, string program)
    {
        if (words.Length == 0 || words[0] != program || Rule(words[1..]) is not ["-s", CommandTemplate.Target, .. var rest])
            return false;

        var jump = Array.IndexOf(rest, "-j");
        return jump >= 0 && jump + 1 < rest.Length && rest[jump + 1] == "LOG" && IsOfPairs([.. rest[..jump], .. rest[(jump + 2)..]]);
    }

    /// <summary>The rule that is put into the input chain, wherever in it; null for anything else.</summary>
    private static string[]? Rule(string[] words) => words switch
    {
        ["-I" or "-A" or "--insert" or "--append", "INPUT", "1", .. var rest] => rest,
        ["-I" or "-A" or "--insert" or "--append", "INPUT", .. var rest] => rest,
        _ => null,
    };

    private static bool IsOfPairs(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Lengths.Contains(words[i]) || ++i == words.Length)
                return false;
            // A quoted prefix goes on to the word that closes it.
            if (words[i][0] is '\'' or '"')
            {
                var quote = words[i][0];
                var isClosed = words[i].Length > 1 && words[i][^1] == quote;
                while (!isClosed)
                {
                    if (++i == words.Length)
                        return false;
                    isClosed = words[i][^1] == quote;
                }
            }
            else if (words[i].Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('/' or '-' or '_')))
            {
                return false;
            }
        }

        return true;
    }
}

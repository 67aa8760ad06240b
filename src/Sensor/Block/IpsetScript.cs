using System.Globalization;
using System.Text;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Writes what <c>ipset restore</c> reads, and reads what ipset(8) says, for our two sets. Pure.</summary>
internal static class IpsetScript
{
    private const int Room = 1 << 20;

    /// <summary>ipset refuses longer timeouts; a block that lasts longer has none and is ended by us.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(2_147_483);

    /// <summary>The set of a family.</summary>
    public static string SetOf(bool ipv4) => ipv4 ? "portsentry4" : "portsentry6";

    /// <summary>The rule that drops what comes from the set.</summary>
    public static string RuleOf(bool ipv4) => $"-m set --match-set {SetOf(ipv4)} src -j DROP";

    /// <summary>Blocks put in, or given their new end.</summary>
    public static string Add(IEnumerable<Decide.Block> blocks, DateTimeOffset now) =>
        string.Concat(blocks.Select(block => $"add {SetOf(block.Target.IsIPv4)} {ElementOf(block, now)}\n"));

    /// <summary>Targets taken out; what is not there is no failure.</summary>
    public static string Delete(IEnumerable<Cidr> targets) =>
        string.Concat(targets.Select(target => $"del {SetOf(target.IsIPv4)} {target}\n"));

    /// <summary>The set of a family made to hold these: another set is filled and takes its place at once.</summary>
    public static string Replace(bool ipv4, IEnumerable<Decide.Block> blocks, DateTimeOffset now)
    {
        var (set, fresh) = (SetOf(ipv4), SetOf(ipv4) + "-new");
        var kind = string.Create(CultureInfo.InvariantCulture, $"hash:net family {(ipv4 ? "inet" : "inet6")} maxelem {Room} timeout 0");
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $"create {set} {kind}\ncreate {fresh} {kind}\nflush {fresh}\n");
        foreach (var block in blocks)
            script.Append(CultureInfo.InvariantCulture, $"add {fresh} {ElementOf(block, now)}\n");
        return script.Append(CultureInfo.InvariantCulture, $"swap {set} {fresh}\ndestroy {fresh}\n").ToString();
    }

    /// <summary>How many entries the set has, by <c>ipset list -t</c>; null when it is not there.</summary>
    public static int? CountOf(bool ipv4, string listing)
    {
        var lines = listing.Split('\n');
        var name = Array.FindIndex(lines, line => line.Trim() == $"Name: {SetOf(ipv4)}");
        var count = name < 0 ? null : Array.Find(lines[name..], line => line.StartsWith("Number of entries:", StringComparison.Ordinal));
        return count is not null && int.TryParse(count.Split(':')[1], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var entries) ? entries : null;
    }

    /// <summary>The targets that <c>ipset save</c> names.</summary>
    public static IEnumerable<Cidr> Targets(string save)
    {
        foreach (var line in save.Split('\n').Where(line => line.StartsWith("add ", StringComparison.Ordinal)))
        {
            if (Cidr.TryParse(line.Split(' ')[2], out var target))
                yield return target;
        }
    }

    /// <summary>The timeout of a block in seconds: 0 for none.</summary>
    public static long TimeoutOf(Decide.Block block, DateTimeOffset now)
    {
        if (block.Until is not { } until || until - now > LongestTimeout)
            return 0;
        return Math.Max(1, (long)Math.Ceiling((until - now).TotalSeconds));
    }

    private static string ElementOf(Decide.Block block, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{block.Target} timeout {TimeoutOf(block, now)}");
}

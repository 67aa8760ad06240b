using System.Globalization;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Bouncers;

/// <summary>What a bouncer is told: blocks as CrowdSec writes them, and what has changed since it was last told. Pure.</summary>
internal static class BouncerRules
{
    /// <summary>A bouncer is told no longer time than this: the firewall's timeouts end at 2^31 milliseconds for some.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2_000_000);

    /// <summary>How often a bouncer is told again of what lasts longer than that.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(600_000);

    private const string Ban = "ban";

    /// <summary>Notes which target an order changes; the place of the first stays.</summary>
    public static void Note(Dictionary<Cidr, long> touched, LoggedOrder order)
    {
        var target = order.Order switch
        {
            BlockOrder block => block.Target,
            UnblockOrder unblock => unblock.Target,
            _ => (Cidr?)null,
        };
        if (target is { } changed)
            touched.TryAdd(changed, order.Position);
    }

    /// <summary>What to tell of changed targets, each with the place of the first order that changed it, of which these are in force. One that a bouncer may hold with another end is taken away first: all but those that this first order made, and made as they are. Where a block began is not known after a start: it may be taken away for nothing then.</summary>
    public static BouncerStream Of(IReadOnlyDictionary<Cidr, long> touched, IReadOnlyCollection<BlockEntry> inForce, DateTimeOffset now)
    {
        var otherwise = inForce.Where(entry => touched[entry.Order.Target] is var first && (entry.Began != first || entry.Position != first)).Select(entry => entry.Order.Target);
        var gone = touched.Keys.Except(inForce.Select(entry => entry.Order.Target));
        return new BouncerStream([.. inForce.Select(entry => Decision(entry, now))], [.. gone.Concat(otherwise).Select(Deleted)]);
    }

    /// <summary>The blocks that are to be told again: they outlast what a bouncer was told, and it ends before the next time.</summary>
    public static BouncerStream Renewed(IEnumerable<BlockEntry> inForce, DateTimeOffset now)
    {
        var lasting = inForce.Where(entry => entry.Order.Until is not { } until || until - now > Renewal).ToList();
        return new BouncerStream([.. lasting.Select(entry => Decision(entry, now))], [.. lasting.Select(entry => Deleted(entry.Order.Target))]);
    }

    /// <summary>A block in force.</summary>
    public static BouncerDecision Decision(BlockEntry entry, DateTimeOffset now)
    {
        var (block, left) = (entry.Order, (entry.Order.Until ?? DateTimeOffset.MaxValue) - now);
        var (origin, scenario) = BlockViews.OriginOf(block) switch
        {
            "list" => ("lists", block.List!),
            "operator" => ("cscli", "manual"),
            _ => ("crowdsec", "portsentry/port-scan"),
        };
        return new BouncerDecision(entry.Position, origin, Ban, ScopeOf(block.Target), block.Target.ToString(), scenario, Duration(left < Longest ? left : Longest));
    }

    /// <summary>A target that is not blocked any more, or about to begin anew.</summary>
    public static BouncerDecision Deleted(Cidr target) => new(0, "crowdsec", Ban, ScopeOf(target), target.ToString(), "portsentry", "-1s");

    /// <summary>True when a bouncer wants this one; it may name scopes, origins, and words of scenarios.</summary>
    public static bool Wants(BouncerWish wish, BouncerDecision decision) =>
        (wish.Scopes.Count == 0 || wish.Scopes.Contains(decision.Scope, StringComparer.OrdinalIgnoreCase))
        && (wish.Origins.Count == 0 || decision.Id == 0 || wish.Origins.Contains(decision.Origin, StringComparer.OrdinalIgnoreCase))
        && (wish.Containing.Count == 0 || decision.Id == 0 || wish.Containing.Any(word => Has(decision, word)))
        && !wish.NotContaining.Any(word => decision.Id != 0 && Has(decision, word));

    /// <summary>A length of time as Go writes it; a second at least.</summary>
    public static string Duration(TimeSpan left)
    {
        var seconds = Math.Max(1, (long)left.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h{seconds / 60 % 60}m{seconds % 60}s");
    }

    private static bool Has(BouncerDecision decision, string word) => decision.Scenario.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string ScopeOf(Cidr target) => target.IsHost ? "Ip" : "Range";
}

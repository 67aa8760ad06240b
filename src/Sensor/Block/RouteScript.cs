using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Writes what <c>ip -batch</c> reads, and reads what <c>ip route show</c> says, for routes that carry our protocol number. Pure.</summary>
internal sealed class RouteScript(string kind)
{
    /// <summary>Marks our routes (rtnetlink(7), rtm_protocol): no daemon that iproute2 knows has this number.</summary>
    public const string Protocol = "119";

    /// <summary>Routes to add, and routes to take away.</summary>
    public string Change(IEnumerable<Cidr> more, IEnumerable<Cidr> less) =>
        string.Concat(less.Select(target => $"route del {kind} {TextOf(target)} proto {Protocol}\n"))
        + string.Concat(more.Select(target => $"route add {kind} {TextOf(target)} proto {Protocol}\n"));

    /// <summary>Our routes of other kinds, which an earlier configuration left, taken away.</summary>
    public static string Delete(IEnumerable<(string Kind, Cidr Target)> routes) =>
        string.Concat(routes.Select(route => $"route del {route.Kind} {TextOf(route.Target)} proto {Protocol}\n"));

    /// <summary>The kinds and destinations of listed routes that lead nowhere.</summary>
    public static IEnumerable<(string Kind, Cidr Target)> Read(string listing)
    {
        foreach (var words in listing.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words.Length >= 2 && words[0] is "blackhole" or "unreachable" or "prohibit" && Cidr.TryParse(words[1], out var target))
                yield return (words[0], target);
        }
    }

    /// <summary>The route as a person would add it.</summary>
    public string Describe(Cidr target) => $"ip route add {kind} {target}";

    private static string TextOf(Cidr target) => target.IsHost ? $"{target.Base}/{target.Prefix}" : target.ToString();
}

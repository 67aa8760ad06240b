using System.Globalization;
using System.Text;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Writes what iptables-restore(8) reads for a chain of ours in the filter table, and reads what <c>iptables -S</c> says of it. Pure.</summary>
internal sealed class IptablesScript(string chain)
{
    /// <summary>Packets for us, and those we forward (to containers, say).</summary>
    private static readonly string[] Hooks = ["INPUT", "FORWARD"];

    /// <summary>The chain made anew with these rules, and a jump to it first in each hook that has none; one transaction.</summary>
    public string Replace(IEnumerable<string> rules, string listing)
    {
        var script = new StringBuilder();
        // With --noflush, naming a chain of one's own empties it.
        script.Append(CultureInfo.InvariantCulture, $"*filter\n:{chain} - [0:0]\n-A {chain} -i lo -j RETURN\n");
        foreach (var rule in rules)
            script.Append(CultureInfo.InvariantCulture, $"-A {chain} {rule}\n");
        foreach (var hook in Hooks.Where(hook => !HasJump(hook, listing)))
            script.Append(CultureInfo.InvariantCulture, $"-I {hook} 1 -j {chain}\n");
        return script.Append("COMMIT\n").ToString();
    }

    /// <summary>The chain and the jumps to it taken away.</summary>
    public string Remove(string listing)
    {
        var script = new StringBuilder("*filter\n");
        script.Append(CultureInfo.InvariantCulture, $":{chain} - [0:0]\n");
        foreach (var hook in Hooks.Where(hook => HasJump(hook, listing)))
            script.Append(CultureInfo.InvariantCulture, $"-D {hook} -j {chain}\n");
        return script.Append(CultureInfo.InvariantCulture, $"-X {chain}\nCOMMIT\n").ToString();
    }

    /// <summary>Rules more, and rules less; one transaction.</summary>
    public string Change(IEnumerable<string> more, IEnumerable<string> less)
    {
        var script = new StringBuilder("*filter\n");
        foreach (var rule in less)
            script.Append(CultureInfo.InvariantCulture, $"-D {chain} {rule}\n");
        foreach (var rule in more)
            script.Append(CultureInfo.InvariantCulture, $"-A {chain} {rule}\n");
        return script.Append("COMMIT\n").ToString();
    }

    /// <summary>True when the chain is there and every hook jumps to it.</summary>
    public bool IsHooked(string listing) => Lines(listing).Contains($"-N {chain}") && Hooks.All(hook => HasJump(hook, listing));

    /// <summary>True when anything of ours is there.</summary>
    public bool IsThere(string listing) => Lines(listing).Contains($"-N {chain}");

    /// <summary>The sources that rules of the chain name.</summary>
    public IEnumerable<Cidr> Sources(string listing)
    {
        foreach (var line in Lines(listing).Where(line => line.StartsWith($"-A {chain} -s ", StringComparison.Ordinal)))
        {
            if (Cidr.TryParse(line.Split(' ')[3], out var source))
                yield return source;
        }
    }

    /// <summary>The rules of the chain, the one for the loopback left out.</summary>
    public IEnumerable<string> Rules(string listing) => Lines(listing)
        .Where(line => line.StartsWith($"-A {chain} ", StringComparison.Ordinal) && !line.EndsWith("-i lo -j RETURN", StringComparison.Ordinal))
        .Select(line => line[$"-A {chain} ".Length..].TrimEnd());

    private bool HasJump(string hook, string listing) => Lines(listing).Contains($"-A {hook} -j {chain}");

    private static IEnumerable<string> Lines(string listing) => listing.Split('\n').Select(line => line.TrimEnd());
}

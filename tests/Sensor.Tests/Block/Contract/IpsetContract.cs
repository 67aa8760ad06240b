using PortSentry.Sensor.Block;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>ipset with a rule of iptables.</summary>
public sealed class IpsetContract : BlockerContract
{
    internal override IBlocker Make(Toolbox tools) => new IpsetBlocker(tools);

    protected override async Task<IReadOnlyCollection<string>> InForceAsync()
    {
        List<string> found = [];
        foreach (var (program, set) in new[] { ("iptables", "portsentry4"), ("ip6tables", "portsentry6") })
        {
            var listing = (await Victim.MustAsync(program, "-S")).Split('\n');
            // A set that no rule asks blocks nobody.
            if (listing.Contains("-A INPUT -j PORTSENTRY-SET") && listing.Contains($"-A PORTSENTRY-SET -m set --match-set {set} src -j DROP"))
                found.AddRange((await Victim.MustAsync("ipset", "save", set)).Split('\n').Where(line => line.StartsWith("add ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));
        }

        return found;
    }

    protected override Task RemoveByHandAsync(string target) => Victim.MustAsync("ipset", "del", "portsentry4", target);

    protected override async Task FlushAsync()
    {
        await Victim.MustAsync("iptables", "-F");
        await Victim.MustAsync("iptables", "-X");
        await Victim.MustAsync("ip6tables", "-F");
        await Victim.MustAsync("ipset", "destroy", "portsentry4");
        await Victim.MustAsync("ipset", "flush");
    }
}

using PortSentry.Sensor.Block;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>Plain iptables rules.</summary>
public sealed class IptablesContract : BlockerContract
{
    internal override IBlocker Make(Toolbox tools) => new IptablesBlocker(tools, rejects: false);

    protected override async Task<IReadOnlyCollection<string>> InForceAsync()
    {
        List<string> found = [];
        foreach (var program in new[] { "iptables", "ip6tables" })
        {
            var listing = (await Victim.MustAsync(program, "-S")).Split('\n');
            // A chain that nothing jumps to blocks nobody.
            if (listing.Contains("-A INPUT -j PORTSENTRY") && listing.Contains("-A FORWARD -j PORTSENTRY"))
                found.AddRange(listing.Where(line => line.StartsWith("-A PORTSENTRY -s ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3]));
        }

        return [.. found.Select(text => text.Replace("/32", "", StringComparison.Ordinal).Replace("/128", "", StringComparison.Ordinal))];
    }

    protected override Task RemoveByHandAsync(string target) => Victim.MustAsync("iptables", "-D", "PORTSENTRY", "-s", target, "-j", "DROP");

    protected override async Task FlushAsync()
    {
        foreach (var program in new[] { "iptables", "ip6tables" })
        {
            await Victim.MustAsync(program, "-F");
            await Victim.MustAsync(program, "-X");
        }
    }
}

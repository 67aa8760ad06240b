using PortSentry.Sensor.Block;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>nftables, in process: the kernel tells of changes by others, nobody looks.</summary>
public sealed class NftablesContract : BlockerContract
{
    protected override bool CanBeLookedAt => false;

    protected override bool UsesTools => false;

    internal override IBlocker Make(Toolbox tools) => Victim.Run(() =>
    {
        var nftables = new Nftables();
        // Its socket belongs to the namespace it is opened in.
        nftables.List("list tables", withElements: false);
        return new NftablesBlocker(nftables, 64);
    });

    protected override async Task<IReadOnlyCollection<string>> InForceAsync()
    {
        List<string> found = [];
        foreach (var set in new[] { "hosts4", "hosts6", "prefixes6", "networks4", "networks6" })
        {
            var listing = await Victim.RunAsync("nft", "list", "set", "inet", "portsentry", set);
            var at = listing.Output.IndexOf("elements = {", StringComparison.Ordinal);
            if (at < 0)
                continue;
            var elements = listing.Output[(at + "elements = {".Length)..].Split('}')[0].Split(',');
            found.AddRange(elements.Select(element => element.Trim().Split(' ')[0]).Select(text => set == "prefixes6" ? text + "/64" : text));
        }

        return found;
    }

    protected override Task RemoveByHandAsync(string target) =>
        Victim.MustAsync("nft", $"delete element inet portsentry {(target.Contains(':') ? "hosts6" : "hosts4")} {{ {target} }}");

    protected override Task FlushAsync() => Victim.MustAsync("nft", "flush", "ruleset");
}

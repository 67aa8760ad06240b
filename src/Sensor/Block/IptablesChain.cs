using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Block;

/// <summary>A chain of ours in the filter table of one family, changed by iptables-restore: nobody else's rules are touched.</summary>
internal sealed class IptablesChain(bool ipv4, string chain, Toolbox tools)
{
    // Others may hold the lock of the old iptables for a while.
    private const string Wait = "-w";
    private const string Seconds = "5";

    private string Family => ipv4 ? "iptables" : "ip6tables";

    /// <summary>How the rules of the chain are written and read.</summary>
    public IptablesScript Script { get; } = new(chain);

    /// <summary>False for IPv6 on a host that has none.</summary>
    public bool IsUsable => ipv4 || File.Exists("/proc/net/if_inet6");

    /// <summary>All rules of the table, as iptables-save writes them.</summary>
    public ValueTask<string> ListAsync(CancellationToken cancel) => tools.MustRunAsync(Family, [Wait, Seconds, "-S"], "", cancel);

    /// <summary>Runs a script as one transaction.</summary>
    public async ValueTask RunAsync(string script, CancellationToken cancel) =>
        await tools.MustRunAsync($"{Family}-restore", [Wait, Seconds, "--noflush"], script, cancel).ConfigureAwait(false);

    /// <summary>Makes the chain hold exactly these rules, or takes it away where there are none to hold.</summary>
    public async ValueTask ReplaceAsync(IReadOnlyCollection<string> rules, string listing, CancellationToken cancel)
    {
        if (rules.Count > 0)
            await RunAsync(Script.Replace(rules, listing), cancel).ConfigureAwait(false);
        else if (Script.IsThere(listing))
            await RunAsync(Script.Remove(listing), cancel).ConfigureAwait(false);
    }
}

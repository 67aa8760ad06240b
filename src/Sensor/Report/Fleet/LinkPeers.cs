using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>By which addresses the link reaches the hosts that it talks to: were one of them blocked here, the link would be cut, and with it whoever could lift the block. A connection may be to an address that its name has no longer: those of the time before stay.</summary>
internal sealed class LinkPeers
{
    /// <summary>So many addresses of a name are known; hosts are as many as COORDINATOR and HTTPS_PROXY name.</summary>
    public const int MaxAddresses = 64;

    private readonly Dictionary<string, (IReadOnlyList<Address> Now, IReadOnlyList<Address> Before)> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public IEnumerable<Address> All => _hosts.Values.SelectMany(host => host.Now.Concat(host.Before)).Distinct();

    /// <summary>A host has these addresses now; true when they are others than before.</summary>
    public bool Learn(string host, IReadOnlyList<Address> addresses)
    {
        IReadOnlyList<Address> now = [.. addresses.Order().Take(MaxAddresses)];
        var before = _hosts.GetValueOrDefault(host, ([], [])).Now;
        if (now.SequenceEqual(before))
            return false;

        _hosts[host] = (now, before);
        return true;
    }
}

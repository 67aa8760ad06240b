using System.Net.NetworkInformation;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Cluster;

/// <summary>The addresses of this host.</summary>
internal static class OwnAddresses
{
    // As with a sensor's status: what a fleet protects is bounded.
    private const int Most = 64;

    /// <summary>All but loopback and link-local ones, sorted.</summary>
    public static IReadOnlyList<Address> Read() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal && !(address.GetAddressBytes() is [169, 254, ..]))
            .Select(Address.From)
            .Distinct()
            .Order()
            .Take(Most)];
}

using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>A contact as the fleet judges it.</summary>
/// <param name="Source">The address that it came from.</param>
/// <param name="Network">The network that stands for the source.</param>
/// <param name="Kind">How the port was touched.</param>
/// <param name="Contact">Which tripwire, and when.</param>
/// <param name="Proven">True when it proves the source's address.</param>
public sealed record FleetSighting(Address Source, Cidr Network, ScanKind Kind, Contact Contact, bool Proven)
{
    /// <summary>A sensor's first contact; an accepted connection proves the address.</summary>
    public static FleetSighting Of(string sensor, FirstContact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return new FleetSighting(
            contact.Source, contact.Network, contact.Kind, new Contact(sensor, contact.Kind.Transport(), contact.Port, contact.At), contact.Kind == ScanKind.Connect);
    }
}

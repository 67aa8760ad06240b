using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>A port of one protocol that somebody serves on an address; 0.0.0.0 and :: stand for every address of the family.</summary>
public readonly record struct ServicePort(Address Address, ushort Port)
{
    /// <summary>True when every port of the address is served, whatever the port says: a rule that forwards all of it.</summary>
    public bool IsEveryPort { get; init; }

    /// <summary>Every IPv4 address.</summary>
    public static Address AnyIPv4 { get; } = Address.FromIPv4(0);

    /// <summary>Every IPv6 address.</summary>
    public static Address AnyIPv6 { get; }

    /// <summary>All ports of an address.</summary>
    public static ServicePort AllOf(Address address) => new(address, 0) { IsEveryPort = true };

    /// <summary>True when it is served on every address of its family.</summary>
    public bool IsEverywhere => Address == AnyIPv4 || Address == AnyIPv6;
}

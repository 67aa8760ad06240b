using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>A TCP port that somebody serves on an address; 0.0.0.0 and :: stand for every address of the family.</summary>
public readonly record struct ServicePort(Address Address, ushort Port)
{
    /// <summary>Every IPv4 address.</summary>
    public static Address AnyIPv4 { get; } = Address.FromIPv4(0);

    /// <summary>Every IPv6 address.</summary>
    public static Address AnyIPv6 { get; }

    /// <summary>True when it is served on every address of its family.</summary>
    public bool IsEverywhere => Address == AnyIPv4 || Address == AnyIPv6;
}

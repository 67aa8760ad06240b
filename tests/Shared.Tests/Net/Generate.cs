using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Net;

/// <summary>Random values of this folder's subjects.</summary>
internal static class Generate
{
    public static Gen<ushort> Port { get; } = Gen.Choose(0, 65535).Select(port => (ushort)port);

    public static Gen<PortRange> Range { get; } =
        Gen.Zip(Port, Gen.Choose(0, 300)).Select(pair => new PortRange(pair.Item1, (ushort)Math.Min(65535, pair.Item1 + pair.Item2)));

    public static Gen<Address> IPv4 { get; } = Bytes(4).Select(bytes => Address.FromBytes(bytes));

    public static Gen<Address> IPv6 { get; } = Bytes(16).Select(bytes => Address.FromBytes(bytes)).Where(address => !address.IsIPv4);

    public static Gen<Address> AnyAddress { get; } = Gen.OneOf(IPv4, IPv6);

    public static Gen<Cidr> AnyCidr { get; } =
        Gen.SelectMany(AnyAddress, address => Gen.Choose(0, address.Bits).Select(prefix => new Cidr(address, prefix)));

    /// <summary>Networks of few addresses, so that they meet.</summary>
    public static Gen<Cidr> NearCidr { get; } =
        Gen.Zip(NearAddress(), Gen.Choose(0, 8)).Select(pair => new Cidr(pair.Item1, pair.Item1.Bits - pair.Item2));

    /// <summary>Text made of what addresses, networks and ports are made of.</summary>
    public static Gen<string> Garbage { get; } =
        Gen.Elements("0123456789abcdefABCDEFx:./-%[], \t\0é".ToCharArray()).ListOf().Select(letters => new string([.. letters]));

    /// <summary>Addresses of which two are often equal or neighbours.</summary>
    public static Gen<Address> NearAddress() => Gen.Zip(Gen.Elements(true, false), Gen.Choose(0, 255)).Select(pair => pair.Item1
        ? Address.FromIPv4(0xc0000200u + (uint)pair.Item2)
        : Address.FromBytes([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)pair.Item2]));

    private static Gen<byte[]> Bytes(int count) => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(count);
}

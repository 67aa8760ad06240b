using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests;

/// <summary>Random values that several subjects need.</summary>
internal static class Generate
{
    public static Gen<ushort> Port { get; } = Gen.Choose(0, 65535).Select(port => (ushort)port);

    public static Gen<byte[]> Bytes(int max) =>
        Gen.SelectMany(Gen.Choose(0, max), count => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(count));

    public static Gen<PortRange> Range(int longest) =>
        Gen.Zip(Port, Gen.Choose(0, longest)).Select(pair => new PortRange(pair.Item1, (ushort)Math.Min(65535, pair.Item1 + pair.Item2)));
}

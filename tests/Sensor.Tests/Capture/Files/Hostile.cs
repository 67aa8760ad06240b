using FsCheck;
using FsCheck.Fluent;

namespace PortSentry.Sensor.Tests.Capture.Files;

/// <summary>Captures that somebody has tampered with.</summary>
internal static class Hostile
{
    /// <summary>The capture with up to eight bytes changed, most of them to the extremes, and its end cut off or not.</summary>
    public static Arbitrary<byte[]> Changed(byte[] capture)
    {
        var value = Gen.Frequency((1, Gen.Elements<byte>(0, 1, 3, 6, 0x7f, 0x80, 0xff)), (1, Gen.Choose(0, 255).Select(byteValue => (byte)byteValue)));
        var change = Gen.Zip(Gen.Choose(0, capture.Length - 1), value);
        var changed =
            from count in Gen.Choose(0, 8)
            from changes in change.ListOf(count)
            from length in Gen.Frequency((2, Gen.Constant(capture.Length)), (1, Gen.Choose(0, capture.Length)))
            select Apply(capture, changes)[..length];
        return changed.ToArbitrary();
    }

    private static byte[] Apply(byte[] capture, IEnumerable<(int At, byte Value)> changes)
    {
        byte[] copy = [.. capture];
        foreach (var (at, value) in changes)
            copy[at] = value;
        return copy;
    }
}

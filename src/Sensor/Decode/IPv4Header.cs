using System.Buffers.Binary;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decode;

/// <summary>Decodes the header of IPv4 (RFC 791, 3.1).</summary>
internal static class IPv4Header
{
    private const int MinLength = 20;
    private const int MoreFragmentsBit = 0x2000;
    private const int FragmentOffsetMask = 0x1fff;

    public static bool TryDecode(ReadOnlySpan<byte> frame, out IpHeader header)
    {
        header = default;
        if (frame.Length < MinLength || frame[0] >> 4 != 4)
            return false;

        var headerLength = (frame[0] & 0xf) * 4;
        var totalLength = BinaryPrimitives.ReadUInt16BigEndian(frame[2..]);
        if (headerLength < MinLength || headerLength > frame.Length || totalLength < headerLength)
            return false;

        var fragment = BinaryPrimitives.ReadUInt16BigEndian(frame[6..]);
        header = new IpHeader
        {
            Source = Address.FromBytes(frame.Slice(12, 4)),
            Destination = Address.FromBytes(frame.Slice(16, 4)),
            Protocol = (IpProtocol)frame[9],
            PayloadOffset = headerLength,
            PayloadEnd = Math.Min(frame.Length, totalLength),
            FragmentOffset = (fragment & FragmentOffsetMask) * 8,
            MoreFragments = (fragment & MoreFragmentsBit) != 0,
            HopLimit = frame[8],
            HasOptions = headerLength > MinLength,
        };
        return true;
    }
}

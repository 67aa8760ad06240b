using System.Buffers.Binary;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decode;

/// <summary>Decodes the header of IPv6 and walks its extension headers (RFC 8200, 3 and 4).</summary>
internal static class IPv6Header
{
    private const int Length = 40;
    private const int MinExtension = 8;
    private const int MoreFragmentsBit = 1;
    private const int FragmentOffsetMask = 0xfff8;

    public static bool TryDecode(ReadOnlySpan<byte> frame, out IpHeader header)
    {
        header = default;
        if (frame.Length < Length || frame[0] >> 4 != 6)
            return false;

        var source = Address.FromBytes(frame.Slice(8, 16));
        var destination = Address.FromBytes(frame.Slice(24, 16));
        // A mapped address never travels on the wire (RFC 4291, 2.5.5.2); taken at its word it would be another family's source.
        if (source.IsIPv4 || destination.IsIPv4)
            return false;

        var end = Math.Min(frame.Length, Length + BinaryPrimitives.ReadUInt16BigEndian(frame[4..]));
        var chain = new Chain { Protocol = (IpProtocol)frame[6], Offset = Length };
        if (!chain.TryWalk(frame[..end]))
            return false;

        header = new IpHeader
        {
            Source = source,
            Destination = destination,
            Protocol = chain.Protocol,
            PayloadOffset = chain.Offset,
            PayloadEnd = end,
            FragmentOffset = chain.Fragment & FragmentOffsetMask,
            MoreFragments = (chain.Fragment & MoreFragmentsBit) != 0,
            HopLimit = frame[7],
            HasOptions = chain.HasOptions,
        };
        return true;
    }

    /// <summary>The walk through the extension headers: each step moves on by 8 bytes at least, so it ends with the frame.</summary>
    private ref struct Chain
    {
        public IpProtocol Protocol;
        public int Offset;
        public int Fragment;
        public bool HasOptions;

        public bool TryWalk(ReadOnlySpan<byte> frame)
        {
            // Behind a later fragment's header there is the middle of something, not a header.
            while ((Fragment & FragmentOffsetMask) == 0 && IsExtension(Protocol))
            {
                if (frame.Length - Offset < MinExtension || !TryStep(frame))
                    return false;
            }

            return true;
        }

        private bool TryStep(ReadOnlySpan<byte> frame)
        {
            var extension = frame[Offset..];
            var length = Protocol switch
            {
                IpProtocol.Fragment => MinExtension,
                IpProtocol.Authentication => (extension[1] + 2) * 4,
                _ => (extension[1] + 1) * 8,
            };
            if (length < MinExtension || length > extension.Length)
                return false;

            if (Protocol == IpProtocol.Fragment)
                Fragment = BinaryPrimitives.ReadUInt16BigEndian(extension[2..]);
            else if (Protocol != IpProtocol.Authentication)
                HasOptions = true;

            Protocol = (IpProtocol)extension[0];
            Offset += length;
            return true;
        }

        private static bool IsExtension(IpProtocol protocol) => protocol
            is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment
            or IpProtocol.Authentication or IpProtocol.DestinationOptions;
    }
}

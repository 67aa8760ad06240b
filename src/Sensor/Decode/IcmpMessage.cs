namespace PortSentry.Sensor.Decode;

/// <summary>Type and code of an ICMP or ICMPv6 message (RFC 792, RFC 4443).</summary>
public readonly record struct IcmpMessage(byte Type, byte Code)
{
    private const int HeaderLength = 8;

    /// <summary>Decodes a message; false when it ends before its header does.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out IcmpMessage message)
    {
        message = default;
        if (payload.Length < HeaderLength)
            return false;

        message = new IcmpMessage(payload[0], payload[1]);
        return true;
    }
}

using System.Runtime.InteropServices;

namespace PortSentry.Sensor.Interop;

/// <summary>Walks the attributes (struct nlattr, linux/netlink.h) behind the fixed part of a netlink message.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> rest)
{
    private const int HeaderLength = 4;
    private const int TypeMask = 0x3fff;

    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>The type of the current attribute, without its flags.</summary>
    public int Type { get; private set; }

    /// <summary>The value of the current attribute.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next attribute; false at the end or at a malformed one.</summary>
    public bool Next()
    {
        if (_rest.Length < HeaderLength)
            return false;

        int length = MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderLength || length > _rest.Length)
            return false;

        Type = MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask;
        Value = _rest[HeaderLength..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }
}

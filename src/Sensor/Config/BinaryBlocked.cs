using System.Buffers.Binary;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>Reads portsentry 2.x's BLOCKED_FILE: for each address its family, two bytes in the order of the host that wrote it, then 4 or 16 bytes in network order. Pure but for <see cref="TryReadFile"/>.</summary>
public static class BinaryBlocked
{
    // AF_INET and AF_INET6 of Linux (bits/socket.h).
    private const ushort IPv4Family = 2;
    private const ushort IPv6Family = 10;
    private const int FamilyLength = 2;
    private const int LargestFile = 64 << 20;

    /// <summary>The addresses in it; false when it is not such a file. A last address that was cut off by a crash is left out.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out IReadOnlyList<Address> addresses)
    {
        List<Address> found = [];
        addresses = found;
        var isBigEndian = bytes.Length > 0 && bytes[0] == 0;
        while (bytes.Length >= FamilyLength)
        {
            var family = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            var length = family switch { IPv4Family => 4, IPv6Family => 16, _ => 0 };
            if (length == 0)
                return false;

            bytes = bytes[FamilyLength..];
            if (bytes.Length < length)
                break;
            found.Add(Address.FromBytes(bytes[..length]));
            bytes = bytes[length..];
        }

        return found.Count > 0;
    }

    /// <summary>The addresses in a file; false when it is not there, cannot be read, or is not such a file.</summary>
    public static bool TryReadFile(string path, out IReadOnlyList<Address> addresses)
    {
        addresses = [];
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > 0 and <= LargestFile } && TryDecode(File.ReadAllBytes(path), out addresses);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Reads where logged-in sessions come from: logind's session files, and utmp where it is still kept. Pure.</summary>
public static class SessionFiles
{
    private const short UserProcess = 7;

    // struct utmp (bits/utmp.h): 32-bit times on x86-64, 64-bit ones elsewhere.
    private static readonly (int Length, int AddressOffset) Utmp =
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (384, 348) : (400, 360);

    /// <summary>The remote host of one of logind's session files, if it has one.</summary>
    public static Address? FromLogind(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string key = "REMOTE_HOST=";
        var line = Array.Find(text.Split('\n'), line => line.StartsWith(key, StringComparison.Ordinal));
        return Address.TryParse(line?[key.Length..].Trim(), out var address) ? address : null;
    }

    /// <summary>The remote hosts of all logged-in users in a utmp file.</summary>
    public static IEnumerable<Address> FromUtmp(byte[] utmp)
    {
        ArgumentNullException.ThrowIfNull(utmp);
        for (var at = 0; at + Utmp.Length <= utmp.Length; at += Utmp.Length)
        {
            if (BinaryPrimitives.ReadInt16LittleEndian(utmp.AsSpan(at)) == UserProcess
                && AddressOf(utmp.AsSpan(at + Utmp.AddressOffset, 16)) is { } address)
                yield return address;
        }
    }

    private static Address? AddressOf(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.ContainsAnyExcept((byte)0))
            return null;
        // An IPv4 address fills the first word and leaves the others zero.
        return Address.FromBytes(bytes[4..].ContainsAnyExcept((byte)0) ? bytes : bytes[..4]);
    }
}

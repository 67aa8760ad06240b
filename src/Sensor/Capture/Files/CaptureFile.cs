namespace PortSentry.Sensor.Capture.Files;

/// <summary>Opens a capture file, whatever its format.</summary>
internal static class CaptureFile
{
    // Compressed files, by their first bytes: gzip, Zstandard, LZ4, xz.
    private static readonly (byte[] Magic, string Name)[] Compressed =
        [([0x1f, 0x8b], "gzip"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd"), ([0x04, 0x22, 0x4d, 0x18], "lz4"), ([0xfd, 0x37, 0x7a, 0x58], "xz")];

    /// <summary>Opens a file; on failure there is no reader but a problem in words.</summary>
    public static (IFrameReader? Reader, string? Problem) Open(string path)
    {
        try
        {
            return Open(FileBytes.Open(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, $"cannot be read: {failure.Message}");
        }
    }

    /// <summary>Finds the format of these bytes, which the reader then owns.</summary>
    public static (IFrameReader? Reader, string? Problem) Open(FileBytes file)
    {
        Span<byte> magic = stackalloc byte[4];
        var count = file.Read(magic);
        file.Rewind();
        if (PcapngReader.Recognises(magic[..count]))
            return (new PcapngReader(file), null);
        if (PcapReader.Recognises(magic[..count]))
            return (new PcapReader(file), null);

        var problem = WhyNot(magic[..count]);
        file.Dispose();
        return (null, problem);
    }

    private static string WhyNot(ReadOnlySpan<byte> magic)
    {
        if (magic.IsEmpty)
            return "is empty: no capture file";
        foreach (var (first, name) in Compressed)
        {
            if (magic.StartsWith(first))
                return $"is compressed ({name}): unpack it first";
        }

        return $"is no capture file: it begins with {Convert.ToHexStringLower(magic)}, neither pcap nor pcapng";
    }
}

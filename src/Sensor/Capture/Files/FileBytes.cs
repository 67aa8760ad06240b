namespace PortSentry.Sensor.Capture.Files;

/// <summary>A file read from front to back, that says where it is.</summary>
internal sealed class FileBytes(Stream stream) : IDisposable
{
    private const int BufferSize = 1 << 16;

    public long Position { get; private set; }

    public long Length => stream.Length;

    public static FileBytes Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferSize, FileOptions.SequentialScan));

    /// <summary>Fills the span and says how many bytes there were; fewer only at the end.</summary>
    public int Read(Span<byte> destination)
    {
        var count = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        Position += count;
        return count;
    }

    /// <summary>Skips so many bytes and says how many there were.</summary>
    public long Skip(long count)
    {
        var skipped = Math.Min(count, Math.Max(0, Length - Position));
        Position = stream.Seek(skipped, SeekOrigin.Current);
        return skipped;
    }

    /// <summary>Reads from the front again.</summary>
    public void Rewind() => Position = stream.Seek(0, SeekOrigin.Begin);

    public void Dispose() => stream.Dispose();
}

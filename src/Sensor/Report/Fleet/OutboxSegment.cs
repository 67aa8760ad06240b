using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>One file of an outbox: reports as lines of JSON, their numbers rising. Only its first <see cref="Length"/> bytes are good: what a crash or a full disk left behind them is no line.</summary>
internal sealed class OutboxSegment(string path)
{
    private const byte NewLine = (byte)'\n';

    /// <summary>Where it lies.</summary>
    public string Path { get; } = path;

    /// <summary>The number of its last report.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Its bytes, delivered ones included.</summary>
    public long Length { get; private set; }

    /// <summary>Reports in it that are not delivered.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many of its bytes are delivered.</summary>
    public long Delivered { get; private set; }

    /// <summary>A segment that another process left, and how many of its lines cannot be read.</summary>
    public static (OutboxSegment Segment, int Damaged) Load(string path)
    {
        var segment = new OutboxSegment(path);
        var damaged = 0;
        var bytes = File.ReadAllBytes(path);
        foreach (var line in Lines(bytes, 0))
        {
            segment.Length = line.End;
            if (line.Report is { } report)
                (segment.LastSeq, segment.Waiting) = (report.Seq, segment.Waiting + 1);
            else
                damaged++;
        }

        return (segment, segment.Length < bytes.Length ? damaged + 1 : damaged);
    }

    /// <summary>A line was added.</summary>
    public void Grow(long seq, int bytes) => (LastSeq, Length, Waiting) = (seq, Length + bytes, Waiting + 1);

    /// <summary>Everything up to this place, so many reports, is delivered.</summary>
    public void Deliver(long end, int reports)
    {
        if (end <= Delivered)
            return;

        Delivered = end;
        Waiting = Math.Max(0, Waiting - reports);
    }

    /// <summary>The bytes that are not delivered; may throw IOException or UnauthorizedAccessException.</summary>
    public byte[] ReadBytes()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Position = Delivered;
        var bytes = new byte[Length - Delivered];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The reports in these bytes, each with its bytes and the place where it ends; lines that cannot be read are left out.</summary>
    public static IEnumerable<(SensorReport Report, int Bytes, long End)> Reports(byte[] bytes, long offset) =>
        Lines(bytes, offset).Where(line => line.Report is not null).Select(line => (line.Report!, line.Bytes, line.End));

    private static IEnumerable<(SensorReport? Report, int Bytes, long End)> Lines(byte[] bytes, long offset)
    {
        var start = 0;
        int length;
        while ((length = Array.IndexOf(bytes, NewLine, start) - start) >= 0)
        {
            var report = TryRead(bytes.AsSpan(start, length));
            start += length + 1;
            yield return (report, length + 1, offset + start);
        }
    }

    private static SensorReport? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, WireJson.Default.SensorReport);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>One file of an outbox: reports as lines of JSON, their numbers rising. Only its first <see cref="Length"/> bytes are good: what a crash or a full disk left behind them is no line.</summary>
internal sealed class OutboxSegment(string path)
{
    private const byte NewLine = (byte)'\n';

    private HashSet<long> _misnumbered = [];

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

    /// <summary>A segment that another process left, whose numbers begin with this one and end below the next segment's; and how many of its lines cannot be read, or are damaged since their number does not rise: it would hide the good ones behind it.</summary>
    public static (OutboxSegment Segment, int Damaged) Load(string path, long first, long below)
    {
        var bytes = File.ReadAllBytes(path);
        // Zero is no report's number.
        var lines = Lines(bytes, 0).Select(line => (Seq: line.Report?.Seq ?? 0, line.End)).ToList();
        var good = RisingNumbers.Of([.. lines.Select(line => line.Seq)], Math.Max(1, first), below).Select(place => lines[place]).ToList();
        var segment = new OutboxSegment(path)
        {
            LastSeq = good.LastOrDefault().Seq,
            Length = lines.LastOrDefault().End,
            Waiting = good.Count,
            _misnumbered = [.. lines.Where(line => line.Seq != 0).Except(good).Select(line => line.End)],
        };
        var damaged = lines.Count - good.Count;
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

    /// <summary>The reports in these bytes of it, each with its bytes and the place where it ends; lines that are damaged are left out.</summary>
    public IEnumerable<(SensorReport Report, int Bytes, long End)> Reports(byte[] bytes, long offset) =>
        Lines(bytes, offset).Where(line => line.Report is not null && !_misnumbered.Contains(line.End)).Select(line => (line.Report!, line.Bytes, line.End));

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

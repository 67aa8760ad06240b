using PortSentry.Sensor.Interop;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The reports of one family: segments on disk, the last of which grows, and behind them, in memory, what the disk has not taken yet.</summary>
internal sealed class OutboxStream(string folder, OutboxFamily family, OutboxLimits limits) : IDisposable
{
    private readonly LinkedList<OutboxSegment> _segments = [];
    private readonly Queue<(SensorReport Report, byte[] Line)> _unwritten = new();
    private FileStream? _file;
    private bool _isUnflushed;
    private int _lost;

    /// <summary>Bytes on disk.</summary>
    public long OnDisk => _segments.Sum(segment => segment.Length);

    /// <summary>Bytes that wait for the disk.</summary>
    public long InMemory { get; private set; }

    /// <summary>Reports that are not delivered.</summary>
    public long Waiting => _segments.Sum(segment => (long)segment.Waiting) + _unwritten.Count;

    /// <summary>The highest number on disk.</summary>
    public long LastSeq => _segments.Select(segment => segment.LastSeq).DefaultIfEmpty().Max();

    /// <summary>Finds what another process left; says how many lines are damaged.</summary>
    public int Load()
    {
        var paths = OutboxFiles.List(folder, family);
        var firsts = paths.Select(path => OutboxFiles.FirstSeqOf(path, family)).ToList();
        return paths.Select((path, place) => Load(path, firsts[place] ?? 1, firsts.ElementAtOrDefault(place + 1) ?? long.MaxValue)).Sum();
    }

    /// <summary>Keeps a report in memory until it is written.</summary>
    public void Add(SensorReport report, byte[] line)
    {
        _unwritten.Enqueue((report, line));
        InMemory += line.Length;
    }

    /// <summary>Writes what waits for the disk as long as there is room, which each line takes some of; may throw IOException or UnauthorizedAccessException, and then goes on in a fresh segment.</summary>
    public void Write(Func<int, bool> makesRoom)
    {
        try
        {
            while (_unwritten.TryPeek(out var next) && makesRoom(next.Line.Length))
            {
                Append(next.Report.Seq, next.Line);
                _unwritten.Dequeue();
                InMemory -= next.Line.Length;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Close();
            throw;
        }
    }

    /// <summary>Makes durable what was written.</summary>
    public void Flush()
    {
        if (!_isUnflushed)
            return;

        _file?.Flush(flushToDisk: true);
        DurableFolder.Flush(folder);
        _isUnflushed = false;
    }

    /// <summary>The reports that are not delivered, in order, each with its bytes and the way to say that it is.</summary>
    public IEnumerable<OutboxItem> Read()
    {
        foreach (var segment in _segments.ToList())
        {
            foreach (var (report, bytes, end) in segment.Reports(TryRead(segment), segment.Delivered))
                yield return new OutboxItem(report, bytes, () => segment.Deliver(end, 1));
        }

        foreach (var (report, line) in _unwritten)
            yield return new OutboxItem(report, line.Length, static () => { });
    }

    /// <summary>How many reports were lost since the last call, because their segment could not be read.</summary>
    public int TakeLost() => Interlocked.Exchange(ref _lost, 0);

    /// <summary>Everything up to this number is delivered: what holds nothing else is deleted.</summary>
    public void Deliver(long seq)
    {
        while (_segments.First?.Value is { } first && (first.LastSeq <= seq || first.Waiting == 0))
        {
            first.Deliver(first.Length, first.Waiting);
            if (first == _segments.Last?.Value && _file is not null && first.Length < limits.WorthDeleting)
                break;
            Delete(first);
        }

        while (_unwritten.TryPeek(out var next) && next.Report.Seq <= seq)
            Unqueue(next.Line);
    }

    /// <summary>Drops the oldest segment; says how many reports it held, none when there is no segment.</summary>
    public int? DropOldestSegment()
    {
        if (_segments.First?.Value is not { } oldest)
            return null;

        Delete(oldest);
        return oldest.Waiting;
    }

    /// <summary>Drops the oldest report that waits for the disk; false when none does.</summary>
    public bool DropOldestUnwritten()
    {
        if (!_unwritten.TryPeek(out var oldest))
            return false;

        Unqueue(oldest.Line);
        return true;
    }

    /// <summary>Drops all that waits for the disk; says how many reports.</summary>
    public int DropUnwritten()
    {
        var dropped = _unwritten.Count;
        _unwritten.Clear();
        InMemory = 0;
        return dropped;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => Close();

    /// <summary>A file that cannot be read counts as one line.</summary>
    private int Load(string path, long first, long below)
    {
        try
        {
            var (segment, damaged) = OutboxSegment.Load(path, first, below);
            if (segment.Waiting > 0)
                _segments.AddLast(segment);
            else
                File.Delete(path);
            return damaged;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 1;
        }
    }

    private void Append(long seq, byte[] line)
    {
        if (_file is null || _segments.Last!.Value.Length + line.Length > limits.Segment)
            Begin(seq, line);
        else
            _file.Write(line);
        _segments.Last!.Value.Grow(seq, line.Length);
        _isUnflushed = true;
    }

    private void Begin(long seq, byte[] line)
    {
        OutboxFiles.MakeFolder(folder);
        // The one that is full must be durable before it is forgotten.
        Flush();
        Close();
        var path = OutboxFiles.PathOf(folder, family, seq);
        _file = OutboxFiles.Open(path, FileMode.Create);
        _file.Write(line);
        _segments.AddLast(new OutboxSegment(path));
    }

    /// <summary>A segment that cannot be read is lost.</summary>
    private byte[] TryRead(OutboxSegment segment)
    {
        try
        {
            return segment.ReadBytes();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _lost += segment.Waiting;
            Delete(segment);
            return [];
        }
    }

    private void Unqueue(byte[] line)
    {
        _unwritten.Dequeue();
        InMemory -= line.Length;
    }

    private void Delete(OutboxSegment segment)
    {
        if (segment == _segments.Last?.Value)
            Close();
        _segments.Remove(segment);
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It comes back at the next start, and is delivered again: harmless.
        }
    }

    private void Close()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // What a full disk did not take was told when it was written.
        }
        finally
        {
            _file = null;
        }
    }
}

/// <summary>A report that is not delivered, its bytes, and the way to say that it, and all before it in its segment, is.</summary>
internal sealed record OutboxItem(SensorReport Report, int Bytes, Action Deliver);

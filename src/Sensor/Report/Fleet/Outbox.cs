using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The reports that are not delivered yet, numbered, on disk. Bounded: the oldest evidence is dropped first, alarms last, and what was dropped is counted. While the disk takes nothing, a little is kept in memory by the same rule.</summary>
internal sealed class Outbox : IDisposable
{
    /// <summary>What a batch has besides its reports must fit, too.</summary>
    private const int BatchBytes = ReportBatch.MaxBytes * 3 / 4;

    private readonly OutboxLimits _limits;
    private readonly OutboxNumbers _numbers;
    private readonly OutboxStream _evidence;
    private readonly OutboxStream _alarms;
    private IReadOnlyList<OutboxItem> _taken = [];
    private long _handedOut;

    /// <summary>The outbox of a folder, with what another process left in it.</summary>
    public Outbox(string folder, OutboxLimits limits)
    {
        _limits = limits;
        _evidence = new OutboxStream(folder, OutboxFamily.Evidence, limits);
        _alarms = new OutboxStream(folder, OutboxFamily.Alarms, limits);
        Damaged = _evidence.Load() + _alarms.Load();
        _numbers = new OutboxNumbers(folder, limits.Reserved, Math.Max(_evidence.LastSeq, _alarms.LastSeq));
        _numbers.CountDropped(Damaged);
        // Another process may have handed out all that it could.
        _handedOut = _numbers.Last;
    }

    /// <summary>The outbox's name.</summary>
    public string Id => _numbers.Id;

    /// <summary>Lines of another process that cannot be read, cut off by a crash perhaps, or whose number does not rise.</summary>
    public int Damaged { get; }

    /// <summary>How full it is.</summary>
    public OutboxCounts Counts => new(_evidence.Waiting + _alarms.Waiting, OnDisk + InMemory, _numbers.Dropped);

    /// <summary>True when more waits for the disk than should wait for the rest of a group.</summary>
    public bool IsToBeWritten => InMemory > _limits.InMemory / 8;

    private long OnDisk => _evidence.OnDisk + _alarms.OnDisk;

    private long InMemory => _evidence.InMemory + _alarms.InMemory;

    /// <summary>Gives a report its number and keeps it in memory, until <see cref="Write"/>.</summary>
    public void Add(SensorReport report)
    {
        var numbered = report with { Seq = _numbers.Next() };
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(numbered, WireJson.Default.SensorReport), (byte)'\n'];
        StreamOf(report).Add(numbered, line);
        while (InMemory > _limits.InMemory && (_evidence.DropOldestUnwritten() || _alarms.DropOldestUnwritten()))
            _numbers.CountDropped(1);
    }

    /// <summary>Hands what is in memory to the disk; may throw IOException or UnauthorizedAccessException, and then keeps the rest in memory.</summary>
    public void Write()
    {
        _alarms.Write(bytes => MakesRoom(bytes, OutboxFamily.Alarms));
        _evidence.Write(bytes => MakesRoom(bytes, OutboxFamily.Evidence));
        _numbers.CountDropped(_evidence.DropUnwritten());
        _numbers.Heal();
    }

    /// <summary>Makes durable what was written; may throw IOException.</summary>
    public void Flush()
    {
        _alarms.Flush();
        _evidence.Flush();
    }

    /// <summary>The next reports to send, so many at the most, in the order of their numbers; again the same until they are delivered.</summary>
    public IReadOnlyList<SensorReport> Take(int max)
    {
        List<OutboxItem> taken = [];
        var (bytes, last) = (0, 0L);
        foreach (var item in Merged(_alarms.Read(), _evidence.Read()))
        {
            if (taken.Count == max || bytes + item.Bytes > BatchBytes)
                break;
            // A number that is there twice, written again when the disk failed or damaged, counts once.
            if (item.Report.Seq <= last)
                continue;

            taken.Add(item);
            (bytes, last) = (bytes + item.Bytes, item.Report.Seq);
        }

        (_taken, _handedOut) = (taken, Math.Max(_handedOut, last));
        _numbers.CountDropped(_alarms.TakeLost() + _evidence.TakeLost());
        return [.. taken.Select(item => item.Report)];
    }

    /// <summary>Everything up to this number is durable elsewhere and need not be kept.</summary>
    public void Deliver(long seq)
    {
        foreach (var item in _taken.Where(item => item.Report.Seq <= seq))
            item.Deliver();
        _taken = [];
        _alarms.Deliver(seq);
        _evidence.Deliver(seq);
    }

    /// <summary>False for a number beyond all that were ever handed out here: only a host that was set back, to a snapshot or a backup, has forgotten one.</summary>
    public bool MayHaveHandedOut(long seq) => seq <= _handedOut;

    /// <summary>Goes on under a new name: what waits under numbers that the old one has used up is new under this one.</summary>
    public void Rename() => _numbers.Rename();

    /// <summary>Closes its files.</summary>
    public void Dispose()
    {
        _alarms.Dispose();
        _evidence.Dispose();
    }

    private OutboxStream StreamOf(SensorReport report) => OutboxFamilies.Of(report) == OutboxFamily.Evidence ? _evidence : _alarms;

    /// <summary>Evidence that comes while there are only alarms gives way itself.</summary>
    private bool MakesRoom(int bytes, OutboxFamily family)
    {
        while (OnDisk + bytes > _limits.OnDisk)
        {
            var dropped = _evidence.DropOldestSegment() ?? (family == OutboxFamily.Alarms ? _alarms.DropOldestSegment() : null);
            if (dropped is null)
                return false;
            _numbers.CountDropped(dropped.Value);
        }

        return true;
    }

    private static IEnumerable<OutboxItem> Merged(IEnumerable<OutboxItem> first, IEnumerable<OutboxItem> second)
    {
        using var left = first.GetEnumerator();
        using var right = second.GetEnumerator();
        var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
        while (hasLeft || hasRight)
        {
            var takesLeft = hasLeft && (!hasRight || left.Current.Report.Seq <= right.Current.Report.Seq);
            yield return takesLeft ? left.Current : right.Current;
            if (takesLeft)
                hasLeft = left.MoveNext();
            else
                hasRight = right.MoveNext();
        }
    }
}

/// <summary>How full an outbox is.</summary>
/// <param name="Waiting">Reports that are not delivered.</param>
/// <param name="Bytes">Bytes that it holds.</param>
/// <param name="Dropped">Reports that it had to drop since it was made.</param>
internal sealed record OutboxCounts(long Waiting, long Bytes, long Dropped);

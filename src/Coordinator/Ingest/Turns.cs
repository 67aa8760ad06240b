using System.Threading.Channels;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Lets so many begin at once; the others wait in the order in which they came. A turn lasts so long at most: who needs longer goes on without one, so that nobody who is slow, or wants to be, holds up the rest.</summary>
internal sealed class Turns
{
    private readonly Channel<bool> _free;
    private readonly TimeSpan _longest;
    private readonly TimeProvider _time;

    /// <summary>All are free.</summary>
    public Turns(int atOnce, TimeSpan longest, TimeProvider time)
    {
        (_free, _longest, _time) = (Channel.CreateBounded<bool>(atOnce), longest, time);
        for (var turn = 0; turn < atOnce; turn++)
            _free.Writer.TryWrite(true);
    }

    /// <summary>Waits for a turn; null when none comes in time.</summary>
    public async ValueTask<Turn?> TryTakeAsync(TimeSpan patience, CancellationToken gone)
    {
        if (_free.Reader.TryRead(out _))
            return new Turn(_free.Writer, _longest, _time);

        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        try
        {
            await _free.Reader.ReadAsync(either.Token).ConfigureAwait(false);
            return new Turn(_free.Writer, _longest, _time);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return null;
        }
    }
}

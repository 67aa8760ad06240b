using System.Threading.Channels;

namespace PortSentry.Coordinator.Ingest;

/// <summary>One of so many turns. It is over when it is disposed of, or when it has lasted too long, and then the next begins.</summary>
internal sealed class Turn : IDisposable
{
    private readonly ITimer _limit;
    private ChannelWriter<bool>? _free;

    /// <summary>It begins.</summary>
    public Turn(ChannelWriter<bool> free, TimeSpan longest, TimeProvider time)
    {
        _free = free;
        _limit = time.CreateTimer(static turn => ((Turn)turn!).End(), this, longest, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _limit.Dispose();
        End();
    }

    private void End() => Interlocked.Exchange(ref _free, null)?.TryWrite(true);
}

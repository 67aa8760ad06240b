using System.Runtime.CompilerServices;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>One sensor's order stream: says hello, and then each event of the feed as it comes, as fast as the sensor takes them.</summary>
internal sealed class OrderStream : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private long _position;

    /// <summary>A stream for this sensor.</summary>
    public OrderStream(SensorId sensor) => Sensor = sensor;

    /// <summary>The sensor.</summary>
    public SensorId Sensor { get; }

    /// <summary>The last order that was handed to the connection.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Why it was ended from here; null while it was not.</summary>
    public string? EndedBecause { get; private set; }

    /// <summary>Ends it: the sensor is revoked, too far behind, or we stop.</summary>
    public void End(string why)
    {
        EndedBecause ??= why;
        _ended.Cancel();
    }

    /// <summary>Writes until the connection or the stream ends.</summary>
    public async Task WriteAsync(Stream body, byte[] hello, StreamBeginning beginning, CancellationToken gone)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(beginning);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, _ended.Token);
        Interlocked.Exchange(ref _position, beginning.After.Position.Position);
        await body.WriteAsync(hello, either.Token).ConfigureAwait(false);
        if (beginning.Snapshot is { } wanted)
            await body.WriteAsync(StreamText.Snapshot(wanted), either.Token).ConfigureAwait(false);
        await body.FlushAsync(either.Token).ConfigureAwait(false);
        await FollowAsync(body, beginning.After, either.Token).ConfigureAwait(false);
    }

    /// <summary>The events of the feed as they come, all that there are at once together; the first time what there is already, perhaps nothing. It ends with the stream, by OperationCanceledException.</summary>
    public async IAsyncEnumerable<IReadOnlyList<FeedNode>> ReadAsync(StreamBeginning beginning, [EnumeratorCancellation] CancellationToken gone)
    {
        ArgumentNullException.ThrowIfNull(beginning);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, _ended.Token);
        var node = beginning.After;
        while (true)
        {
            List<FeedNode> burst = [];
            for (; node.Next.IsCompletedSuccessfully; burst.Add(node))
                node = await node.Next.ConfigureAwait(false);
            yield return burst;
            Interlocked.Exchange(ref _position, node.Position.Position);
            await node.Next.WaitAsync(either.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Frees what it holds; called by the broadcaster, which may end it until it has heard that it is over.</summary>
    public void Dispose() => _ended.Dispose();

    private async Task FollowAsync(Stream body, FeedNode node, CancellationToken cancel)
    {
        while (true)
        {
            node = await node.Next.WaitAsync(cancel).ConfigureAwait(false);
            await body.WriteAsync(node.Text, cancel).ConfigureAwait(false);
            // What came meanwhile goes out with it: one flush a burst.
            while (node.Next.IsCompletedSuccessfully)
            {
                node = await node.Next.ConfigureAwait(false);
                await body.WriteAsync(node.Text, cancel).ConfigureAwait(false);
            }

            await body.FlushAsync(cancel).ConfigureAwait(false);
            Interlocked.Exchange(ref _position, node.Position.Position);
        }
    }
}

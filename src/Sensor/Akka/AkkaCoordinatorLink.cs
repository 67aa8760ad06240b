using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Akka.Actor;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Akka;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Akka;

/// <summary>The link over Akka.NET Cluster: this sensor is a member of the coordinators' cluster. Certificates are got over HTTPS all the same, since nobody joins without one.</summary>
internal sealed class AkkaCoordinatorLink(Func<SensorMember> join, ICoordinatorLink enrolments, TimeProvider time) : ICoordinatorLink
{
    private const string Joining = "joining";
    private const int WaitingEvents = 4096;
    private const int LongestSnapshot = 256 * 1024 * 1024;
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(30);

    private TaskCompletionSource<SensorMember> _joining = Begun();
    private SensorMember? _member;
    private volatile bool _isLeaving;

    /// <inheritdoc/>
    public async Task<ReportReceipt> ReportAsync(ReportBatch batch, CancellationToken cancel)
    {
        var answer = await AskAsync(FrameKind.Reports, JsonSerializer.SerializeToUtf8Bytes(batch, WireJson.Default.ReportBatch), cancel).ConfigureAwait(false);
        return LinkAnswers.Read(answer, FrameKind.Receipt, WireJson.Default.ReportReceipt);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<LinkEvent>> FollowAsync(OrderPosition? held, [EnumeratorCancellation] CancellationToken cancel)
    {
        var member = await JoinAsync(cancel).ConfigureAwait(false);
        var events = Channel.CreateBounded<IReadOnlyList<LinkEvent>>(WaitingEvents);
        member.Link.Tell(new Follow(held, events.Writer), ActorRefs.NoSender);
        try
        {
            await foreach (var came in events.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
                yield return came;
        }
        finally
        {
            member.Link.Tell(new Unfollow(events.Writer), ActorRefs.NoSender);
        }
    }

    /// <inheritdoc/>
    public async Task<OrderBook> FetchSnapshotAsync(CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        int length;
        do
        {
            var offset = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(offset, (int)whole.Length);
            var piece = await AskAsync(FrameKind.Part, offset, cancel).ConfigureAwait(false);
            LinkAnswers.Require(piece, FrameKind.Piece);
            if (piece.Body.Length <= sizeof(int) || (length = BinaryPrimitives.ReadInt32LittleEndian(piece.Body.Span)) is <= 0 or > LongestSnapshot)
                throw new LinkException(LinkFault.Malformed, "a piece of the snapshot is empty, or of one that is too long");
            whole.Write(piece.Body.Span[sizeof(int)..]);
        }
        while (whole.Length < length);

        whole.Position = 0;
        try
        {
            await using var text = new GZipStream(whole, CompressionMode.Decompress);
            return await SnapshotText.ReadAsync(text, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is JsonException or InvalidDataException)
        {
            throw new LinkException(LinkFault.Malformed, $"the snapshot is not understood: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public Task<EnrolmentAnswer> RenewAsync(RenewalRequest request, CancellationToken cancel) => enrolments.RenewAsync(request, cancel);

    /// <inheritdoc/>
    public void Reconnect()
    {
        enrolments.Reconnect();
        _isLeaving = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await enrolments.DisposeAsync().ConfigureAwait(false);
        if (_member is { } member)
            await member.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The member that is a member, or another in its place; asked by whoever follows the orders, and nobody else.</summary>
    private async Task<SensorMember> JoinAsync(CancellationToken cancel)
    {
        if (_member is { } present && !_isLeaving && !present.IsLost)
            return present;

        if (Interlocked.Exchange(ref _member, null) is { } old)
            await old.DisposeAsync().ConfigureAwait(false);
        _isLeaving = false;
        if (_joining.Task.IsCompleted)
            Volatile.Write(ref _joining, Begun());
        try
        {
            await AskWhetherWelcomeAsync(cancel).ConfigureAwait(false);
            _member = Join();
            _joining.TrySetResult(_member);
            return _member;
        }
        catch (LinkException failure)
        {
            // Who asks meanwhile hears the same.
            _joining.TrySetException(failure);
            throw;
        }
    }

    private SensorMember Join()
    {
        try
        {
            return join();
        }
        catch (Exception failure) when (AkkaSettings.IsFault(failure))
        {
            throw new LinkException(LinkFault.Unreachable, $"this sensor cannot join the cluster: {AkkaSettings.FaultOf(failure)}", failure);
        }
    }

    /// <summary>A member that is refused is not told why, so this is asked over HTTPS, by a batch without reports; whether that is reached does not matter.</summary>
    private async Task AskWhetherWelcomeAsync(CancellationToken cancel)
    {
        try
        {
            await enrolments.ReportAsync(new ReportBatch { OutboxId = Joining }, cancel).ConfigureAwait(false);
        }
        catch (LinkException failure) when (failure.Fault != LinkFault.Refused && !failure.IsDistrust)
        {
            // The cluster may be reached all the same.
        }
    }

    private async Task<Frame> AskAsync(FrameKind kind, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var member = await Volatile.Read(ref _joining).Task.WaitAsync(ReplyPatience, time, cancel).ConfigureAwait(false);
            member.Link.Tell(new Ask(kind, body, answer), ActorRefs.NoSender);
            return await answer.Task.WaitAsync(ReplyPatience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException failure)
        {
            throw new LinkException(LinkFault.Unreachable, $"the coordinator said nothing for {ReplyPatience.TotalSeconds} seconds", failure);
        }
        finally
        {
            answer.TrySetCanceled(CancellationToken.None);
        }
    }

    private static TaskCompletionSource<SensorMember> Begun() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using System.Buffers.Binary;
using System.Text.Json;
using Akka.Actor;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Akka;
using PortSentry.Shared.Contracts;
using Membership = Akka.Cluster.Cluster;

namespace PortSentry.Coordinator.Akka;

/// <summary>A conversation with one sensor: takes its reports, hands it snapshots, and tells it what it has missed of the orders. What comes then is published to all; until that surely reaches this sensor, it is told directly, too.</summary>
internal sealed class ConversationActor : ReceiveActor, IDisposable
{
    private const int PieceLength = 64 * 1024;
    private const int MostText = 256 * 1024;

    /// <summary>A new subscription is known to all members within some rounds of gossip, a second each.</summary>
    private static readonly TimeSpan SubscriptionSpreads = TimeSpan.FromSeconds(10);

    private readonly Opening _opening;
    private readonly MemberParts _parts;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationToken _ended;
    private ReadOnlyMemory<byte> _snapshot;
    private long _answered;
    private long _told;

    public ConversationActor(Opening opening, MemberParts parts, TimeProvider time)
    {
        (_opening, _parts, _time, _answered, _ended) = (opening, parts, time, opening.Frame.Number, _gone.Token);
        ReceiveAsync<Frame>(HearAsync);
        Receive<Ended>(End);
        Receive<Status.Failure>(failure => throw new InvalidOperationException("the order stream failed", failure.Cause));
    }

    /// <summary>Frees what it holds; done when it stops.</summary>
    public void Dispose() => _gone.Dispose();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        // Beside this actor: reports are taken while orders are told.
        FollowAsync().PipeTo(Self);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        // Nothing to who has begun another one meanwhile.
        Send(FrameKind.End, 0, []);
        _gone.Cancel();
        Dispose();
    }

    private async Task<Ended> FollowAsync()
    {
        try
        {
            await _parts.Services.Streams.FollowAsync(RequireAsync, _opening.Held, CarryAsync, _ended).ConfigureAwait(false);
            return new Ended(IsForbidden: false);
        }
        catch (Exception failure) when (Refusal(failure) is { } refusal)
        {
            Send(FrameKind.Refusal, _opening.Frame.Number, refusal.Encode());
            return new Ended(IsForbidden: refusal.Status == StatusCodes.Status403Forbidden);
        }
    }

    private Task<SensorPeer> RequireAsync() => _parts.Services.Gate.RequireAsync(_opening.Certificate, _opening.From, _ended);

    private async Task CarryAsync(OrderStream stream, byte[] hello, StreamBeginning beginning)
    {
        Tell(beginning.Snapshot is { } wanted ? [.. hello, .. StreamText.Snapshot(wanted)] : hello);
        var (opened, isCaughtUp) = (_time.GetTimestamp(), false);
        await foreach (var burst in stream.ReadAsync(beginning, _ended).ConfigureAwait(false))
        {
            var isDirect = !isCaughtUp || _time.GetElapsedTime(opened) < SubscriptionSpreads;
            Tell(burst.Where(node => node.Order is null || isDirect));
            if (!isCaughtUp)
                Tell(StreamText.Ping(new StreamPing(_time.GetUtcNow(), (burst.Count > 0 ? burst[^1] : beginning.After).Position.Position)));
            isCaughtUp = true;
        }
    }

    private void Tell(IEnumerable<FeedNode> nodes)
    {
        using var text = new MemoryStream();
        foreach (var node in nodes)
        {
            text.Write(node.Text.Span);
            if (text.Length < MostText)
                continue;

            Tell(text.ToArray());
            text.SetLength(0);
        }

        if (text.Length > 0)
            Tell(text.ToArray());
    }

    private void Tell(byte[] events) => Send(FrameKind.Events, ++_told, events);

    private async Task HearAsync(Frame frame)
    {
        // Each question is answered once, whoever says it again.
        if (frame.Number <= _answered)
            return;

        _answered = frame.Number;
        try
        {
            var sensor = await RequireAsync().ConfigureAwait(false);
            switch (frame.Kind)
            {
                case FrameKind.Reports:
                    var receipt = await _parts.Services.Reports.TakeAsync(sensor, Batch(frame), _ended).ConfigureAwait(false);
                    Send(FrameKind.Receipt, frame.Number, JsonSerializer.SerializeToUtf8Bytes(receipt, WireJson.Default.ReportReceipt));
                    break;
                case FrameKind.Part when frame.Body.Length == sizeof(int):
                    Send(FrameKind.Piece, frame.Number, await PieceAsync(sensor, BinaryPrimitives.ReadInt32LittleEndian(frame.Body.Span)).ConfigureAwait(false));
                    break;
            }
        }
        catch (Exception failure) when (Refusal(failure) is { } refusal)
        {
            Send(FrameKind.Refusal, frame.Number, refusal.Encode());
        }
    }

    private async Task<byte[]> PieceAsync(SensorPeer sensor, int offset)
    {
        if (offset == 0)
            await _parts.Services.Streams.SnapshotAsync(sensor, Keep, _ended).ConfigureAwait(false);
        if (offset < 0 || offset >= _snapshot.Length)
            throw LinkRefusedException.Malformed("the snapshot has no such piece");

        var bytes = _snapshot.Slice(offset, Math.Min(PieceLength, _snapshot.Length - offset));
        var piece = new byte[sizeof(int) + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(piece, _snapshot.Length);
        bytes.Span.CopyTo(piece.AsSpan(sizeof(int)));
        if (offset + bytes.Length == _snapshot.Length)
            _snapshot = default;
        return piece;
    }

    private Task Keep(Snapshot snapshot)
    {
        _snapshot = snapshot.Compressed;
        return Task.CompletedTask;
    }

    private static ReportBatch Batch(Frame frame)
    {
        try
        {
            return JsonSerializer.Deserialize(frame.Body.Span, WireJson.Default.ReportBatch) ?? throw LinkRefusedException.Malformed("the request is empty");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw LinkRefusedException.Malformed("the request is no JSON that this version knows");
        }
    }

    private static FrameRefusal? Refusal(Exception failure) => failure switch
    {
        LinkRefusedException refused => new FrameRefusal(refused.Status, refused.Message, refused.RetryAfter),
        StoreUnavailableException => new FrameRefusal(StatusCodes.Status503ServiceUnavailable, "the coordinator's database is away; try again later", null),
        _ => null,
    };

    private void End(Ended ended)
    {
        // A sensor that is none of ours any more is no member either.
        if (ended.IsForbidden)
            Membership.Get(Context.System).Down(_opening.Link.Path.Address);
        Context.Stop(Self);
    }

    private void Send(FrameKind kind, long number, byte[] body) =>
        _opening.Link.Tell(SealedFrame.Seal(new Frame(kind, _opening.Frame.Conversation, number, body), _parts.Identity.Own), ActorRefs.NoSender);

    private sealed record Ended(bool IsForbidden);
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Channels;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.TestKit.Simulation;

/// <summary>A sensor that blocks nothing, but speaks to its coordinator as a real one does: one TLS connection with a certificate of its own, an order stream, snapshots, acknowledgements, a status a minute, pauses after failures. HTTP and TLS, the reader of the stream and the rule for pauses are the sensor's own code.</summary>
internal sealed class SimulatedSensor : IDisposable
{
    private const int ReadAtOnce = 4096;
    private const int MaxKept = 20_000;
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromMinutes(1);

    private readonly SimulatedLink _link;
    private readonly Address _address;
    private readonly X509Certificate2 _certificate;
    private readonly Random _chance;
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<SseEvent> _kept = [];
    private readonly string _outboxId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private HttpClient? _http;
    private SharedBook? _book;
    private OrdersApplied? _applied;
    private OrdersApplied? _acknowledged;
    private bool _isFetching;
    private int _isStatusDue;
    private long _seq;

    /// <summary>An enrolled sensor.</summary>
    public SimulatedSensor(SimulatedLink link, int number, Address address, X509Certificate2 certificate)
    {
        (_link, _address, _certificate, _chance) = (link, address, certificate, new Random(number));
    }

    /// <summary>What the coordinator has acknowledged that it holds.</summary>
    public OrdersApplied? Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>What it holds.</summary>
    public OrdersApplied? Applied => Volatile.Read(ref _applied);

    /// <summary>Why its connection ended last.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>How often it ended.</summary>
    public int Failures { get; private set; }

    private HttpClient Http => _http ??= CoordinatorHttp.Client(_certificate, _link.Check.Callback);

    /// <summary>Follows the orders and acknowledges them until it is cancelled; the connection is closed then.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        var acknowledging = AcknowledgeAllAsync(cancel);
        await using (_link.Time.CreateTimer(_ => TellStatus(), null, StatusPeriod, StatusPeriod))
        {
            var (retry, pause) = (new RetryRule(_chance), new Pause(_link.Time));
            while (!cancel.IsCancellationRequested)
            {
                if (await TryAsync(() => FollowOnceAsync(cancel), cancel) is { } failure)
                    await pause.WaitAsync(retry.PauseAfter(failure), cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await acknowledging;
        Disconnect();
    }

    /// <summary>Says once how it is.</summary>
    public Task SayStatusAsync(CancellationToken cancel) => PostAsync(Batch([], Status()), cancel);

    /// <summary>Delivers so many alarms in one batch, tried until the coordinator has taken it; how often it was asked to wait.</summary>
    public async Task<int> DeliverAsync(IEnumerable<AlarmRaised> alarms, CancellationToken cancel)
    {
        var batch = Batch([.. alarms.Select(alarm => alarm with { Seq = ++_seq })], null);
        var (retry, pause) = (new RetryRule(_chance), new Pause(_link.Time));
        for (var waits = 0; ; waits++)
        {
            if (await TryAsync(() => PostAsync(batch, cancel), cancel) is not { } failure)
                return waits;
            await pause.WaitAsync(retry.PauseAfter(failure), cancel);
        }
    }

    /// <summary>Closes its connection.</summary>
    public void Disconnect()
    {
        _http?.Dispose();
        _http = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Disconnect();
        _certificate.Dispose();
    }

    /// <summary>Null when it went well or was cancelled; what the coordinator does not understand, or should not have said, is thrown.</summary>
    private async Task<LinkException?> TryAsync(Func<Task> act, CancellationToken cancel)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception failure) when (failure is LinkException { Fault: LinkFault.Busy or LinkFault.Unreachable } or HttpRequestException or IOException or OperationCanceledException)
        {
            if (cancel.IsCancellationRequested)
                return null;

            Failures++;
            LastFailure = failure.InnerException?.Message ?? failure.Message;
            return failure as LinkException ?? new LinkException(LinkFault.Unreachable, failure.Message, failure);
        }
    }

    private async Task FollowOnceAsync(CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var request = Request(HttpMethod.Get, "orders");
        if (Applied is { } held)
            request.Headers.Add("Last-Event-ID", held.Position.ToString());
        using var answer = await SendAsync(request, cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var fetching = Task.CompletedTask;
        try
        {
            var (reader, buffer) = (new SseReader(), new byte[ReadAtOnce]);
            List<SseEvent> events = [];
            while (await NextAsync(body.ReadAsync(buffer, ended.Token).AsTask(), fetching) is var read and > 0)
            {
                if (!reader.TryRead(buffer.AsSpan(0, read), events))
                    throw new InvalidDataException("an event of the order stream is too long");
                foreach (var one in events)
                    fetching = Take(one, fetching, ended.Token);
                events.Clear();
            }
        }
        finally
        {
            await ended.CancelAsync();
            await fetching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Flush();
        }

        throw new LinkException(LinkFault.Unreachable, "the coordinator ended the order stream");
    }

    /// <summary>What comes over the stream, unless the snapshot that is fetched meanwhile is not to be had.</summary>
    private static async Task<int> NextAsync(Task<int> read, Task fetching)
    {
        if (!fetching.IsCompletedSuccessfully && await Task.WhenAny(read, fetching) == fetching)
            await fetching;
        return await read;
    }

    /// <summary>Takes an event; while a snapshot is fetched orders are kept.</summary>
    private Task Take(SseEvent one, Task fetching, CancellationToken cancel)
    {
        switch (one.Name)
        {
            case "hello":
                TellStatus();
                break;
            case "snapshot":
                return FetchAsync(cancel);
            case "order":
                NoteArrival(one);
                if (!TryKeep(one))
                    Apply(one);
                break;
        }

        return fetching;
    }

    private void NoteArrival(SseEvent one)
    {
        if (_link.Awaited is { } awaited && PlaceOf(one).Position == awaited.Position)
            awaited.Note();
    }

    private bool TryKeep(SseEvent one)
    {
        lock (_kept)
        {
            if (_isFetching && _kept.Count >= MaxKept)
                throw new LinkException(LinkFault.Busy, "too many orders came while a snapshot was fetched");
            if (_isFetching)
                _kept.Add(one);
            return _isFetching;
        }
    }

    private async Task FetchAsync(CancellationToken cancel)
    {
        lock (_kept)
            _isFetching = true;
        SharedBook? book;
        do
        {
            using var request = Request(HttpMethod.Get, "snapshot");
            using var answer = await SendAsync(request, cancel);
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            book = await _link.Books.ReadAsync(body, cancel);
        }
        while (book is null);

        lock (_kept)
        {
            _book = book;
            SetApplied(book.Begin, book.DigestAtBegin);
            foreach (var one in _kept)
                Apply(one);
            _isFetching = false;
            _kept.Clear();
        }
    }

    /// <summary>A stream that ends takes with it what it had brought.</summary>
    private void Flush()
    {
        lock (_kept)
        {
            _isFetching = false;
            _kept.Clear();
        }
    }

    private void Apply(SseEvent one)
    {
        var place = PlaceOf(one);
        if (_book is not { } book || _applied is not { } applied || place.LogId != applied.Position.LogId || place.Position > applied.Position.Position + 1)
            throw new LinkException(LinkFault.Malformed, $"an order is missing before {place}");
        if (place.Position == applied.Position.Position + 1)
            SetApplied(place, book.DigestAfter(place.Position, one.Data));
    }

    private void SetApplied(OrderPosition place, string digest)
    {
        Volatile.Write(ref _applied, new OrdersApplied { Position = place, Digest = digest });
        _due.Writer.TryWrite(true);
    }

    private void TellStatus()
    {
        Interlocked.Exchange(ref _isStatusDue, 1);
        _due.Writer.TryWrite(true);
    }

    /// <summary>One batch at a time, with the latest word.</summary>
    private async Task AcknowledgeAllAsync(CancellationToken cancel)
    {
        var (retry, pause) = (new RetryRule(_chance), new Pause(_link.Time));
        try
        {
            while (await _due.Reader.ReadAsync(cancel))
            {
                if (await TryAsync(() => AcknowledgeAsync(cancel), cancel) is { } failure)
                {
                    TellStatus();
                    await pause.WaitAsync(retry.PauseAfter(failure), cancel);
                }
                else
                {
                    retry.Reset();
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // It is to end.
        }
    }

    private async Task AcknowledgeAsync(CancellationToken cancel)
    {
        var withStatus = Interlocked.Exchange(ref _isStatusDue, 0) == 1;
        var batch = Batch([], withStatus ? Status() : null);
        await PostAsync(batch, cancel);
        Volatile.Write(ref _acknowledged, batch.Applied);
    }

    private ReportBatch Batch(IReadOnlyList<SensorReport> reports, SensorStatus? status) =>
        new() { OutboxId = _outboxId, Reports = reports, Applied = Applied, Status = status };

    private SensorStatus Status() =>
        new() { Version = "3.0.0", Since = _link.Time.GetUtcNow(), Modes = ["stcp"], Orders = "block", Addresses = [_address], Blockers = ["nftables"] };

    private async Task PostAsync(ReportBatch batch, CancellationToken cancel)
    {
        using var request = Request(HttpMethod.Post, "reports");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(batch, WireJson.Default.ReportBatch)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await SendAsync(request, cancel);
        var receipt = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancel), WireJson.Default.ReportReceipt);
        if (batch.Reports.Count > 0 && receipt?.AckedSeq != batch.Reports[^1].Seq)
            throw new LinkException(LinkFault.Malformed, $"{batch.Reports[^1].Seq} reports were sent, and {receipt?.AckedSeq} acknowledged");
    }

    private HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, new Uri(_link.Url, $"/sensor/v1/{path}")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (answer.IsSuccessStatusCode)
            return answer;

        using (answer)
            throw await LinkRefusals.OfAsync(answer, _link.Time.GetUtcNow(), cancel);
    }

    private static OrderPosition PlaceOf(SseEvent one) =>
        OrderPosition.TryParse(one.Id, out var place) ? place : throw new InvalidDataException($"'{one.Id}' is no place in an order log");
}

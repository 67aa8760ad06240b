using System.IO.Compression;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Talks to the coordinator over HTTP/2 and TLS 1.3, by one connection; when a member does not answer, the next of those that are configured is asked.</summary>
internal sealed class HttpsCoordinatorLink : ICoordinatorLink, IDisposable
{
    /// <summary>A stream that says nothing for so long is dead: it is to ping every 15 seconds.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromMinutes(2);
    private const int ReadAtOnce = 64 * 1024;

    private readonly IReadOnlyList<Uri> _members;
    private readonly Func<HttpClient> _connect;
    private readonly Func<string?> _whyDistrusted;
    private readonly TimeProvider _time;
    private HttpClient _client;
    private int _member;

    /// <param name="members">The coordinator's members, in the order in which they are tried.</param>
    /// <param name="connect">Makes a client that connects by certificate and authorities as they are now.</param>
    /// <param name="whyDistrusted">Why the coordinator's certificate was refused last, which the TLS library does not tell.</param>
    /// <param name="time">Time.</param>
    public HttpsCoordinatorLink(IReadOnlyList<Uri> members, Func<HttpClient> connect, Func<string?> whyDistrusted, TimeProvider time)
    {
        (_members, _connect, _whyDistrusted, _time) = (members, connect, whyDistrusted, time);
        _client = connect();
    }

    /// <inheritdoc/>
    public async Task<ReportReceipt> ReportAsync(ReportBatch batch, CancellationToken cancel)
    {
        var content = JsonContent(batch, WireJson.Default.ReportBatch);
        using var limit = new LinkLimit(ReplyPatience, _time, cancel);
        return await AskAsync(HttpMethod.Post, "reports", content, WireJson.Default.ReportReceipt, limit).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<EnrolmentAnswer> RenewAsync(RenewalRequest request, CancellationToken cancel)
    {
        var content = JsonContent(request, WireJson.Default.RenewalRequest);
        using var limit = new LinkLimit(ReplyPatience, _time, cancel);
        return await AskAsync(HttpMethod.Post, "renew", content, WireJson.Default.EnrolmentAnswer, limit).ConfigureAwait(false);
    }

    /// <summary>Enrols: the first thing a sensor asks, by its token.</summary>
    public async Task<EnrolmentAnswer> EnrolAsync(EnrolmentRequest request, CancellationToken cancel)
    {
        var content = JsonContent(request, WireJson.Default.EnrolmentRequest);
        using var limit = new LinkLimit(ReplyPatience, _time, cancel);
        return await AskAsync(HttpMethod.Post, "enroll", content, WireJson.Default.EnrolmentAnswer, limit).ConfigureAwait(false);
    }

    /// <summary>Asks for the coordinator's authorities: anybody may, who then trusts the one that a token names.</summary>
    public async Task<AuthoritiesAnswer> GetAuthoritiesAsync(CancellationToken cancel)
    {
        using var limit = new LinkLimit(ReplyPatience, _time, cancel);
        return await AskAsync(HttpMethod.Get, "authorities", null, WireJson.Default.AuthoritiesAnswer, limit).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<OrderBook> FetchSnapshotAsync(CancellationToken cancel)
    {
        using var limit = new LinkLimit(SnapshotPatience, _time, cancel);
        return await limit.GuardAsync(async token =>
        {
            using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, (Uri?)null), "snapshot", token).ConfigureAwait(false);
            await using var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            await using var text = response.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(body, CompressionMode.Decompress) : body;
            return await SnapshotText.ReadAsync(text, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<LinkEvent>> FollowAsync(OrderPosition? held, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var limit = new LinkLimit(Silence, _time, cancel);
        var request = new HttpRequestMessage(HttpMethod.Get, (Uri?)null);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (held is { } position)
            request.Headers.Add("Last-Event-ID", position.ToString());

        using var response = await limit.GuardAsync(token => SendAsync(request, "orders", token)).ConfigureAwait(false);
        await using var body = await limit.GuardAsync(token => response.Content.ReadAsStreamAsync(token)).ConfigureAwait(false);
        var reader = new SseReader();
        var buffer = new byte[ReadAtOnce];
        List<SseEvent> events = [];
        while (true)
        {
            var read = await limit.GuardAsync(token => body.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false);
            if (read == 0)
                throw new LinkException(LinkFault.Unreachable, "the coordinator ended the order stream");
            if (!reader.TryRead(buffer.AsSpan(0, read), events))
                throw new LinkException(LinkFault.Malformed, $"an event of the order stream has more than {SseReader.DefaultMaxBytes} bytes");
            if (events.Count == 0)
                continue;

            var came = LinkEvents.Parse(events);
            events.Clear();
            // Silence is the coordinator's, not ours: what we do with it does not count.
            limit.Suspend();
            yield return came;
            limit.Renew(Silence);
        }
    }

    /// <inheritdoc/>
    public void Reconnect() => Interlocked.Exchange(ref _client, _connect()).Dispose();

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static ByteArrayContent JsonContent<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private Task<T> AskAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, LinkLimit limit) => limit.GuardAsync(async token =>
    {
        using var response = await SendAsync(new HttpRequestMessage(method, (Uri?)null) { Content = content }, path, token).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync(body, type, token).ConfigureAwait(false)
            ?? throw new LinkException(LinkFault.Malformed, $"the coordinator's answer to {path} is empty");
    });

    /// <summary>Sends a request to the member that answered last; another is asked next when this one does not answer.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string path, CancellationToken cancel)
    {
        var member = Volatile.Read(ref _member);
        using (request)
        {
            request.RequestUri = new Uri(_members[member], $"/sensor/v1/{path}");
            (request.Version, request.VersionPolicy) = (System.Net.HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            try
            {
                var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return response;

                using (response)
                    throw await LinkRefusals.OfAsync(response, _time.GetUtcNow(), cancel).ConfigureAwait(false);
            }
            catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException && _whyDistrusted() is { } why)
            {
                TryAnother(member);
                throw new LinkException(LinkFault.Unreachable, why, failure) { IsDistrust = true };
            }
            catch (Exception failure) when (failure is not LinkException { Fault: LinkFault.Refused or LinkFault.Malformed })
            {
                TryAnother(member);
                throw;
            }
        }
    }

    private void TryAnother(int member) => Interlocked.CompareExchange(ref _member, (member + 1) % _members.Count, member);
}

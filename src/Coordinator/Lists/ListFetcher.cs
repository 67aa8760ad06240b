using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Lists;

/// <summary>Fetches block lists over HTTP: no credentials, few redirects, never from https to http, and bounds for size and time, since whoever serves a list is a stranger. The proxy is the one that the environment names.</summary>
internal sealed class ListFetcher : IDisposable
{
    /// <summary>The bytes that a list may have, uncompressed.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int MaxRedirects = 5;

    private readonly HttpClient _http;
    private readonly TimeSpan _connectPatience;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;

    /// <param name="connectPatience">How long a connection may take, by the system's time.</param>
    /// <param name="patience">How long all of one list may take.</param>
    /// <param name="time">What that is measured by.</param>
    public ListFetcher(TimeSpan connectPatience, TimeSpan patience, TimeProvider time)
    {
        (_connectPatience, _patience, _time) = (connectPatience, patience, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
            ConnectTimeout = connectPatience,
            UseCookies = false,
            // Addresses may move, and lists are fetched for years.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("portsentry-coordinator", ProductVersion.Text));
    }

    /// <summary>Fetches a list, or says why it cannot be had.</summary>
    public async Task<FetchedList> FetchAsync(BlockList list, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await FollowAsync(list, new Uri(list.Url), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return Not(string.Create(CultureInfo.InvariantCulture, $"it took longer than {_patience.TotalSeconds} seconds"));
        }
        // Neither of the two: a connection that takes too long is canceled by the handler itself.
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Not(string.Create(CultureInfo.InvariantCulture, $"no connection within {_connectPatience.TotalSeconds} seconds"));
        }
        catch (HttpRequestException failure)
        {
            return Not(failure.InnerException is AuthenticationException untrusted ? $"its certificate is not trusted here: {untrusted.Message}" : failure.InnerException?.Message ?? failure.Message);
        }
        // The last is what the decoder of Brotli says of what is none.
        catch (Exception failure) when (failure is IOException or InvalidDataException or InvalidOperationException)
        {
            return Not($"it broke off: {failure.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<FetchedList> FollowAsync(BlockList list, Uri address, CancellationToken cancel)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = RequestFor(list, address);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if (!IsRedirect(answer.StatusCode))
                return await ReadAsync(list, answer, cancel).ConfigureAwait(false);
            if (Target(address, answer.Headers.Location) is not { } next)
                return Not("it is redirected to where no list is fetched from: not by http or https, or from https to http");
            address = next;
        }

        return Not(string.Create(CultureInfo.InvariantCulture, $"it is redirected more than {MaxRedirects} times"));
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Where a redirect leads; null when it is not followed.</summary>
    private static Uri? Target(Uri from, Uri? location) =>
        location is not null && Uri.TryCreate(from, location, out var next) && (next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp))
            ? next
            : null;

    private static HttpRequestMessage RequestFor(BlockList list, Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (list is { GoodAt: not null, Fetching: { } fetching })
        {
            if (fetching.ETag.Length > 0)
                request.Headers.TryAddWithoutValidation("If-None-Match", fetching.ETag);
            if (fetching.LastModified.Length > 0)
                request.Headers.TryAddWithoutValidation("If-Modified-Since", fetching.LastModified);
        }

        return request;
    }

    private static async Task<FetchedList> ReadAsync(BlockList list, HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.StatusCode == HttpStatusCode.NotModified && list.Fetching is { } before)
            return new FetchedList { ETag = before.ETag, LastModified = before.LastModified };
        if (answer.StatusCode != HttpStatusCode.OK)
            return Not($"the answer has status {(int)answer.StatusCode}");

        var stream = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await TextOfAsync(stream, cancel).ConfigureAwait(false) is { } text
                ? Judge(ListText.Read(text), answer)
                : Not(string.Create(CultureInfo.InvariantCulture, $"it has more than {MaxBytes / 1024 / 1024} MiB"));
        }
    }

    /// <summary>An error page, or a file of another kind, must not take the place of what was fetched before.</summary>
    private static FetchedList Judge(ListContent content, HttpResponseMessage answer) => content.Unused.Bad > content.Entries.Length
        ? Not(string.Create(CultureInfo.InvariantCulture, $"it is no list: {content.Unused.Bad} of its lines name no address or network, and {content.Entries.Length} do"))
        : new FetchedList
        {
            Entries = ListText.Write(content.Entries),
            Unused = content.Unused,
            ETag = Told(answer.Headers.NonValidated, "ETag"),
            LastModified = Told(answer.Content.Headers.NonValidated, "Last-Modified"),
        };

    /// <summary>The text; null when it is too long.</summary>
    private static async Task<string?> TextOfAsync(Stream stream, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await stream.ReadAsync(buffer, cancel).ConfigureAwait(false) is var read and > 0)
            {
                if (whole.Length + read > MaxBytes)
                    return null;
                whole.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
    }

    private static string Told(HttpHeadersNonValidated headers, string name)
    {
        const int Longest = 200;
        return headers.TryGetValues(name, out var values) && values.ToString() is { Length: <= Longest } value && !value.Any(char.IsControl) ? value : "";
    }

    private static FetchedList Not(string problem) => new() { Problem = problem };
}

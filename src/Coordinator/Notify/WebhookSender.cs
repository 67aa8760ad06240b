using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace PortSentry.Coordinator.Notify;

/// <summary>Sends messages by HTTP: no redirect is followed, a certificate must be trusted, and of the answer only the beginning is read.</summary>
internal sealed class WebhookSender : INotifySender
{
    /// <summary>The header of the signature.</summary>
    public const string SignatureHeader = "X-PortSentry-Signature";

    private const int MostAnswer = 4096;
    private const int MostWords = 200;

    private readonly NotifyTarget _target;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly Uri _url;
    private readonly string _topic;
    private readonly HttpClient _http;

    public WebhookSender(NotifyTarget target, TimeSpan patience, TimeProvider time)
    {
        (_target, _patience, _time) = (target, patience, time);
        (_url, _topic) = target.Kind == TargetKind.Ntfy ? Topic(target.Url) : (target.Url, "");
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = patience,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = MostAnswer,
            // Addresses may move, and targets stay for years.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions(),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("portsentry-coordinator", ProductVersion.Text));
        if (target.Token is { } token)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
    }

    /// <summary>The signature of a body at a moment: what a receiver computes anew and compares.</summary>
    public static string Sign(string secret, long at, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at}.{body}"));
        return string.Create(CultureInfo.InvariantCulture, $"t={at},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}");
    }

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(NotifyMessage message, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            using var request = RequestFor(message);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await JudgeAsync(answer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new SendOutcome(false, string.Create(CultureInfo.InvariantCulture, $"no answer within {_patience.TotalSeconds} seconds"));
        }
        // Neither of the two: the handler's own limit for a connection is as long as ours, and may be first.
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new SendOutcome(false, string.Create(CultureInfo.InvariantCulture, $"no connection within {_patience.TotalSeconds} seconds"));
        }
        catch (HttpRequestException failure)
        {
            return new SendOutcome(false, failure.InnerException is AuthenticationException untrusted ? $"its certificate is not trusted here: {untrusted.Message}" : MessageWords.OneLine(failure.InnerException?.Message ?? failure.Message));
        }
        catch (Exception failure) when (failure is IOException or FormatException)
        {
            return new SendOutcome(false, failure is FormatException ? $"its template cannot be filled in: {MessageWords.OneLine(failure.Message)}" : $"it broke off: {failure.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestFor(NotifyMessage message)
    {
        var body = (_target.Template ?? throw new InvalidOperationException("no template")).Render(message, _topic);
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(_target.ContentType);
        if (_target.Secret is { } secret)
            request.Headers.TryAddWithoutValidation(SignatureHeader, Sign(secret.Reveal(), _time.GetUtcNow().ToUnixTimeSeconds(), body));
        return request;
    }

    private static async Task<SendOutcome> JudgeAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"status {(int)answer.StatusCode}");
        if (answer.IsSuccessStatusCode)
            return new SendOutcome(true, status);
        if (answer.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
            return new SendOutcome(false, $"{status}: it points elsewhere, where no message is sent");

        var words = await BeginningAsync(answer, cancel).ConfigureAwait(false);
        return new SendOutcome(false, words.Length > 0 ? $"{status}: {words}" : status, answer.Headers.RetryAfter?.Delta);
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var stream = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[MostWords];
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            return MessageWords.OneLine(Encoding.UTF8.GetString(buffer, 0, read)).Trim();
        }
    }

    /// <summary>ntfy takes JSON at its root, with the topic in it: no text gets into a header then.</summary>
    private static (Uri Url, string Topic) Topic(Uri url)
    {
        var path = url.AbsolutePath.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        return (new UriBuilder(url) { Path = path[..(slash + 1)] }.Uri, Uri.UnescapeDataString(path[(slash + 1)..]));
    }
}

using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Coordinator.Api;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Cli;

/// <summary>Asks a running coordinator: over its control socket, or over its console's API.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _where;
    private readonly HttpClient _http;

    private ApiClient(string where, Uri address, SocketsHttpHandler handler)
    {
        _where = where;
        _http = new HttpClient(handler) { BaseAddress = new Uri(address, "api/v1/"), Timeout = Patience };
    }

    /// <summary>Asks the coordinator on this host.</summary>
    public static ApiClient AtSocket(string socket) =>
        new(socket, new Uri("http://coordinator/"), new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(socket, cancel), UseProxy = false });

    /// <summary>Asks one elsewhere, with an API token; whom to trust is what this host trusts when nothing is named.</summary>
    public static ApiClient AtUrl(Uri url, string token, TrustBundle? trusted, TimeProvider time)
    {
        var handler = new SocketsHttpHandler();
        if (trusted is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = new ServerCheck(() => trusted, time).Callback;
        var client = new ApiClient(url.ToString(), url, handler);
        client._http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    /// <summary>Gets what a path has; throws CliException when nobody answers or the coordinator refuses.</summary>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) =>
        AskAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative), cancel), type, cancel);

    /// <summary>Gets every row of what is served a page at a time.</summary>
    public async Task<IReadOnlyList<T>> GetAllAsync<T>(string path, JsonTypeInfo<Page<T>> type, CancellationToken cancel)
    {
        List<T> rows = [];
        var question = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "max=1000";
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync(cursor.Length == 0 ? question : $"{question}&cursor={Uri.EscapeDataString(cursor)}", type, cancel).ConfigureAwait(false);
            rows.AddRange(page.Rows);
            cursor = page.Older;
        }

        return rows;
    }

    /// <summary>Has a change made.</summary>
    public async Task<OperatorAnswer> ChangeAsync(OperatorRequest change, CancellationToken cancel)
    {
        var route = ApiRoute.Of(change) ?? throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "no route");
        var path = route.HasBody ? route.Path : $"{route.Path}?reason={Uri.EscapeDataString(change.Reason)}";
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(OperatorListener.WhoHeader, change.Who);
        if (route.HasBody)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(change, ApiJson.Default.Options.GetTypeInfo(change.GetType())));
            request.Content.Headers.ContentType = new("application/json");
        }

        return await AskAsync(() => _http.SendAsync(request, cancel), ApiJson.Default.OperatorAnswer, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> AskAsync<T>(Func<Task<HttpResponseMessage>> ask, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        try
        {
            using var answer = await ask().ConfigureAwait(false);
            var text = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? JsonSerializer.Deserialize(text, type) ?? throw new CliException(ExitCode.Failed, "the coordinator's answer is empty")
                : throw new CliException(ExitCode.Failed, ErrorOf(text, (int)answer.StatusCode));
        }
        catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException)
        {
            throw new CliException(ExitCode.Failed, $"{_where} shows a certificate that is not trusted here ({failure.InnerException.Message}): give --ca with what 'portsentry-coordinator ca export' prints on its host", failure);
        }
        catch (HttpRequestException failure)
        {
            throw new CliException(ExitCode.Failed, $"not running: nobody answers at {_where} ({failure.InnerException?.Message ?? failure.Message})", failure);
        }
        catch (JsonException failure)
        {
            throw new CliException(ExitCode.Failed, "the coordinator's answer is not one that this version knows", failure);
        }
    }

    private static string ErrorOf(string text, int status)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ApiJson.Default.ApiProblem)?.Detail ?? $"the coordinator answers with status {status}";
        }
        catch (JsonException)
        {
            return $"the coordinator answers with status {status}";
        }
    }

    private static async ValueTask<System.IO.Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}

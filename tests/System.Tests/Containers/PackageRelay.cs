using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Containers;

/// <summary>Lets apt fetch packages from where there is no way out: listens in a network namespace, and fetches by this host's ways.</summary>
internal sealed class PackageRelay : IAsyncDisposable
{
    private const int Port = 3142;

    private readonly HttpListener _listener = new();
    private readonly HttpClient _http;
    private readonly Task _serving;

    private PackageRelay(DockerEngine engine, string proxy)
    {
        _http = new HttpClient(new SocketsHttpHandler { Proxy = proxy.Length == 0 ? HttpClient.DefaultProxy : new WebProxy(proxy) });
        Url = string.Create(CultureInfo.InvariantCulture, $"http://{DockerEngine.Gateway}:{Port}");
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://*:{Port}/"));
        new NetHost(engine.Name, IPAddress.Any, IPAddress.IPv6Any).Run(() =>
        {
            _listener.Start();
            return true;
        });
        _serving = ServeAsync();
    }

    /// <summary>Listens at once; fetches through the proxy that apt uses on this host, when it uses one.</summary>
    public static async Task<PackageRelay> StartAsync(DockerEngine engine)
    {
        // proxy='http://…', or nothing.
        var proxy = await Command.MustAsync("apt-config", "shell", "proxy", "Acquire::http::Proxy");
        return new PackageRelay(engine, proxy.Trim().Replace("proxy=", "", StringComparison.Ordinal).Trim('\''));
    }

    /// <summary>What apt is told to use as its proxy.</summary>
    public string Url { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
        _http.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> answers = [];
        try
        {
            while (true)
                answers.Add(AnswerAsync(await _listener.GetContextAsync()));
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(HttpListenerContext asked)
    {
        try
        {
            using var found = await _http.GetAsync(new Uri(asked.Request.RawUrl!)); // A proxy is asked by whole addresses.
            asked.Response.StatusCode = (int)found.StatusCode;
            asked.Response.ContentLength64 = found.Content.Headers.ContentLength ?? 0;
            await found.Content.CopyToAsync(asked.Response.OutputStream);
            asked.Response.Close();
        }
        catch (Exception failure) when (failure is HttpRequestException or HttpListenerException or UriFormatException or IOException)
        {
            asked.Response.Abort();
        }
    }
}

using System.Net;
using PortSentry.Shared.Pki;

namespace PortSentry.TestKit;

/// <summary>A browser without a screen: the first administrator of a coordinator's console, signed in.</summary>
public sealed class ConsoleClient : IDisposable
{
    private const string Name = "anna";
    private const string Password = "correct horse battery";

    private readonly HttpClient _http;
    private readonly CookieContainer _cookies;

    private ConsoleClient(HttpClient http, CookieContainer cookies) => (_http, _cookies) = (http, cookies);

    /// <summary>Where the console is.</summary>
    public Uri Url => _http.BaseAddress!; // Set when it is made.

    /// <summary>What a browser needs to be signed in, too.</summary>
    public IReadOnlyCollection<Cookie> Cookies => _cookies.GetCookies(Url);

    /// <summary>Opens the link that the coordinator has printed, chooses a password, and signs in.</summary>
    public static async Task<ConsoleClient> SignUpAsync(CoordinatorProcess coordinator)
    {
        var link = new Uri(Invitation.In(coordinator.Errors));
        var trusted = await coordinator.MustAsync("ca", "export");
        var check = new ServerCheck(() => TrustBundle.TryParse(trusted, out var bundle) ? bundle : throw new InvalidDataException(trusted), TimeProvider.System);
        var cookies = new CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = cookies,
            SslOptions = { RemoteCertificateValidationCallback = check.Callback },
        })
        {
            BaseAddress = new Uri(link, "/"),
            DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } },
        };
        var client = new ConsoleClient(http, cookies);
        await client.PostAsync(link.AbsolutePath, new() { ["name"] = Name, ["password"] = Password, ["again"] = Password });
        await client.PostAsync("/signin", new() { ["name"] = Name, ["password"] = Password });
        return client;
    }

    /// <summary>What a page or a question of the API answers; it must be found.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK ? text : throw new InvalidOperationException($"{path}: {answer.StatusCode}: {text}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"{path}: {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}

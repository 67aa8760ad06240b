using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PortSentry.Coordinator.Tests.Lists;

/// <summary>A web server of a test's own that serves what the test says, and remembers what it was asked.</summary>
internal sealed class ListServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private RequestDelegate _answer;

    private ListServer(WebApplication app, RequestDelegate answer) => (_app, _answer) = (app, answer);

    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = new();

    public string Url => $"{_app.Urls.First()}/list.txt";

    public static Task<ListServer> StartAsync(string text) => StartAsync(http => http.Response.WriteAsync(text));

    public static async Task<ListServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new ListServer(builder.Build(), answer);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Answers otherwise from now on.</summary>
    public void Answer(RequestDelegate answer) => _answer = answer;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        Asked.Enqueue(http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        return _answer(http);
    }
}

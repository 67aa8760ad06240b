using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using PortSentry.Coordinator.Lists;
using PortSentry.Coordinator.Store;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Lists;

public sealed class ListFetcherTests : IDisposable
{
    private readonly ListFetcher _fetcher = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), TimeProvider.System);

    public void Dispose() => _fetcher.Dispose();

    [Fact]
    public async Task List_is_fetched_and_its_bad_lines_are_told()
    {
        await using var server = await ListServer.StartAsync("# a list\n192.0.2.1\n192.0.2.0/24 ; SBL1\n2001:db8::/32\nnobody\n");

        var fetched = await _fetcher.FetchAsync(Of(server.Url), default).Soon();

        Assert.Null(fetched.Problem);
        Assert.Equal("192.0.2.0/24\n192.0.2.1\n2001:db8::/32", fetched.Entries);
        Assert.Equal((1, "line 5: 'nobody' is no address or network"), (fetched.Unused.Bad, fetched.Unused.First[0]));
        Assert.False(Assert.Single(server.Asked).ContainsKey("Authorization"));
    }

    [Fact]
    public async Task List_that_has_not_changed_is_not_sent_again()
    {
        await using var server = await ListServer.StartAsync(http =>
        {
            (http.Response.Headers.ETag, http.Response.Headers.LastModified) = ("\"v1\"", "Thu, 26 Nov 2026 08:00:00 GMT");
            if (http.Request.Headers.IfNoneMatch == "\"v1\"" && http.Request.Headers.IfModifiedSince == "Thu, 26 Nov 2026 08:00:00 GMT")
                http.Response.StatusCode = StatusCodes.Status304NotModified;
            return http.Response.StatusCode == StatusCodes.Status304NotModified ? Task.CompletedTask : http.Response.WriteAsync("192.0.2.1");
        });

        var first = await _fetcher.FetchAsync(Of(server.Url), default).Soon();
        var known = Of(server.Url) with { GoodAt = DateTimeOffset.UnixEpoch, Fetching = new ListFetching { ETag = first.ETag, LastModified = first.LastModified } };
        var second = await _fetcher.FetchAsync(known, default).Soon();

        Assert.Equal((null, "192.0.2.1", "\"v1\""), (first.Problem, first.Entries, first.ETag));
        Assert.Equal((null, null, "\"v1\"", first.LastModified), (second.Problem, second.Entries, second.ETag, second.LastModified));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_without_end_is_given_up(bool isCompressed)
    {
        await using var server = await ListServer.StartAsync(async http =>
        {
            if (isCompressed)
                http.Response.Headers.ContentEncoding = "gzip";
            var body = isCompressed ? new GZipStream(http.Response.Body, CompressionLevel.Fastest) : http.Response.Body;
            var some = "192.0.2.1\n"u8.ToArray();
            var block = Enumerable.Repeat(some, 10_000).SelectMany(bytes => bytes).ToArray();
            while (!http.RequestAborted.IsCancellationRequested)
                await body.WriteAsync(block, http.RequestAborted);
        });

        Assert.Equal("it has more than 8 MiB", (await _fetcher.FetchAsync(Of(server.Url), default).Soon()).Problem);
    }

    [Fact]
    public async Task Redirects_are_followed_a_few_times_and_only_over_http()
    {
        await using var server = await ListServer.StartAsync(http =>
        {
            var left = int.Parse(http.Request.Query["left"].ToString() is { Length: > 0 } text ? text : "0", CultureInfo.InvariantCulture);
            if (left == 0)
                return http.Response.WriteAsync("192.0.2.1");
            http.Response.Redirect(left switch { 97 => "http://", 98 => "ftp://lists.example/", 99 => "file:///etc/passwd", _ => $"/list.txt?left={left - 1}" });
            return Task.CompletedTask;
        });

        Assert.Equal("192.0.2.1", (await _fetcher.FetchAsync(Of($"{server.Url}?left=5"), default).Soon()).Entries);
        Assert.Equal("it is redirected more than 5 times", (await _fetcher.FetchAsync(Of($"{server.Url}?left=6"), default).Soon()).Problem);
        foreach (var left in new[] { 97, 98, 99 })
            Assert.Equal("it is redirected to where no list is fetched from: not by http or https, or from https to http", (await _fetcher.FetchAsync(Of(string.Create(CultureInfo.InvariantCulture, $"{server.Url}?left={left}")), default).Soon()).Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Source_that_does_not_come_to_an_end_is_not_waited_for(bool begins)
    {
        await using var server = await ListServer.StartAsync(async http =>
        {
            if (begins)
            {
                await http.Response.WriteAsync("192.0.2.1\n");
                await http.Response.Body.FlushAsync();
            }

            var gone = new TaskCompletionSource();
            await using var _ = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        using var hasty = new ListFetcher(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(300), TimeProvider.System);

        Assert.Equal("it took longer than 0.3 seconds", (await hasty.FetchAsync(Of(server.Url), default).Soon()).Problem);
    }

    [Fact]
    public async Task Server_that_answers_no_connection_is_told_and_not_waited_for()
    {
        using var server = new DeafServer();
        using var hasty = new ListFetcher(TimeSpan.FromMilliseconds(300), TimeSpan.FromHours(1), TimeProvider.System);

        Assert.Equal("no connection within 0.3 seconds", (await hasty.FetchAsync(Of(server.Url), default).Soon()).Problem);
    }

    [Theory]
    [InlineData("<html><body>Please sign in</body></html>", "it is no list: 1 of its lines name no address or network, and 0 do")]
    [InlineData("192.0.2.1\n\u0000\u0001\nx\ny", "it is no list: 3 of its lines name no address or network, and 1 do")]
    public async Task What_is_no_list_is_refused(string text, string problem)
    {
        await using var server = await ListServer.StartAsync(text);

        Assert.Equal(problem, (await _fetcher.FetchAsync(Of(server.Url), default).Soon()).Problem);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_is_not_compressed_as_it_says_is_refused(string encoding)
    {
        await using var server = await ListServer.StartAsync(http =>
        {
            http.Response.Headers.ContentEncoding = encoding;
            return http.Response.WriteAsync(new string('\u007f', 1000));
        });

        Assert.StartsWith("it broke off: ", (await _fetcher.FetchAsync(Of(server.Url), default).Soon()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_that_names_nobody_any_more_is_a_list()
    {
        await using var server = await ListServer.StartAsync("; nothing today\n");

        var fetched = await _fetcher.FetchAsync(Of(server.Url), default).Soon();

        Assert.Equal((null, ""), (fetched.Problem, fetched.Entries));
    }

    [Fact]
    public async Task Failures_are_told_in_words()
    {
        await using var server = await ListServer.StartAsync(http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        Assert.Equal("the answer has status 404", (await _fetcher.FetchAsync(Of(server.Url), default).Soon()).Problem);

        server.Answer(http =>
        {
            http.Response.ContentLength = 100;
            http.Abort();
            return Task.CompletedTask;
        });
        Assert.NotNull((await _fetcher.FetchAsync(Of(server.Url), default).Soon()).Problem);

        var nobody = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}/");
        Assert.Contains("refused", (await _fetcher.FetchAsync(Of(nobody), default).Soon()).Problem, StringComparison.OrdinalIgnoreCase);
    }

    private static BlockList Of(string url) => new() { Name = "drop", Url = url, Fetching = new ListFetching() };
}

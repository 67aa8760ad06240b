using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Tests.Lists;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

/// <summary>Block lists by the API and on their page.</summary>
public sealed class ListsTests : IAsyncLifetime
{
    private ConsoleRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await ConsoleRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task List_is_imported_shown_and_taken_away_by_the_API()
    {
        using var program = await _rig.ProgramAsync("blocks");
        await _rig.Coordinator.ChangeAsync(new Coordinator.Api.ChangeIgnored([Cidr.Parse("203.0.113.0/24")], []));

        var answer = await DoneAsync(program, HttpMethod.Post, "lists", new { name = "drop", reason = "known scanners", seconds = 86400, text = "192.0.2.0/24 ; SBL1\n198.51.100.7\n203.0.113.9\nnobody\n" });
        var list = Assert.Single((await JsonAsync(program, "lists")).EnumerateArray());
        var source = await JsonAsync(program, "sources/198.51.100.7");

        Assert.Equal(
            ["drop: 2 of 3 networks are blocked", "1 is spared: 203.0.113.9 is on the ignore list, or a part of it is", "1 line was left out: line 4: 'nobody' is no address or network"],
            answer.GetProperty("done").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal(("drop", "in-force", 3, 2, 1, 1), (list.GetProperty("name").GetString(), list.GetProperty("state").GetString(), list.GetProperty("entries").GetInt32(), list.GetProperty("blocked").GetInt32(), list.GetProperty("spared").GetInt32(), list.GetProperty("badLines").GetInt32()));
        Assert.Equal(("Blocked by the list drop: known scanners.", "list", "drop"), (source.GetProperty("why").GetString(), source.GetProperty("blocks")[0].GetProperty("origin").GetString(), source.GetProperty("blocks")[0].GetProperty("list").GetString()));
        Assert.Equal(2, (await JsonAsync(program, "blocks?origin=list")).GetProperty("rows").GetArrayLength());

        await DoneAsync(program, HttpMethod.Delete, "lists/drop?reason=mistaken", null);
        await Eventually.True(async () => (await JsonAsync(program, "blocks")).GetProperty("total").GetInt32() == 0, () => "all is lifted");
        Assert.Empty((await JsonAsync(program, "lists")).EnumerateArray());
        Assert.Contains(await AuditRows.AllAsync(_rig.Coordinator.Store), row => row is { What: "lists remove drop, which named 3", Why: "mistaken" });
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        using var program = await _rig.ProgramAsync("blocks", "policy");

        using var answer = await SendAsync(program, HttpMethod.Post, "lists", new { name = "no name", seconds = 5, everySeconds = 1, url = "ftp://lists.example/", text = "192.0.2.1" });

        Assert.Equal(("application/problem+json", HttpStatusCode.BadRequest), (answer.Content.Headers.ContentType?.MediaType, answer.StatusCode));
        Assert.Equal(
            [
                "a list is named by 1 to 64 letters, digits, dots, dashes or underscores", "give one of these: text, entries or url", "the blocks of a list last 10 minutes to 36525 days, or 0, for ever",
                "url is an address that begins with http:// or https://, of at most 1000 characters", "a list is fetched every 5 minutes to 7 days",
            ],
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!.Split("; "));
    }

    [Theory]
    [InlineData("""{"name":"x","url":"https://user:secret@lists.example/"}""", "url names no user and no password: they would be shown to everybody who may look")]
    [InlineData("""{"name":"x","url":"https://lists.example/","seconds":0}""", "the blocks of a list that is fetched end some time: a source that is dead must not block for ever")]
    [InlineData("""{"name":"x","url":"https://lists.example/","seconds":7200,"everySeconds":7200}""", "the blocks of a list last twice as long at least as from one time that it is fetched to the next")]
    [InlineData("""{"name":"x","text":"nobody\n"}""", "it names no address or network: line 1: 'nobody' is no address or network")]
    [InlineData("""{"name":"x","entries":["192.0.2.1",null]}""", "entries are texts")]
    [InlineData("""{"name":"x","text":"192.0.2.1","everySeconds":3600}""", "what is imported is not fetched: everySeconds goes with url")]
    [InlineData("""{"text":"192.0.2.1"}""", "the request is not complete")]
    public async Task What_makes_no_list_is_refused(string body, string detail)
    {
        using var program = await _rig.ProgramAsync("blocks", "policy");
        using var answer = await program.PostAsync(new Uri("/api/v1/lists", UriKind.Relative), new StringContent(body, new MediaTypeHeaderValue("application/json"))).Soon();

        Assert.Equal(detail, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Operator_imports_and_only_who_may_change_the_policy_subscribes()
    {
        using var operators = await _rig.SignedInAsync(Role.Operator);
        using var viewer = await _rig.SignedInAsync(Role.Viewer);

        using var imported = await SendAsync(operators, HttpMethod.Post, "lists", new { name = "a", entries = new[] { "192.0.2.1" } });
        using var subscribed = await SendAsync(operators, HttpMethod.Post, "lists", new { name = "b", url = "https://lists.example/" });
        using var byViewer = await SendAsync(viewer, HttpMethod.Post, "lists", new { name = "c", entries = new[] { "192.0.2.1" } });
        using var removed = await SendAsync(viewer, HttpMethod.Delete, "lists/a", null);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            [imported.StatusCode, subscribed.StatusCode, byViewer.StatusCode, removed.StatusCode]);
    }

    [Fact]
    public async Task Subscribed_list_is_fetched_at_once_and_again_when_it_is_asked_for()
    {
        await using var server = await ListServer.StartAsync("192.0.2.1\n192.0.2.2\n");
        using var program = await _rig.ProgramAsync("blocks", "policy");

        var answer = await DoneAsync(program, HttpMethod.Post, "lists", new { name = "drop", url = server.Url });
        Assert.Equal("drop: 2 of 2 networks are blocked", answer.GetProperty("done")[0].GetString());

        server.Answer(http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, "192.0.2.2\n192.0.2.3\n192.0.2.4\n"));
        answer = await DoneAsync(program, HttpMethod.Post, "lists/refresh", new { name = "drop" });
        Assert.Equal("drop: 3 of 3 networks are blocked", answer.GetProperty("done")[0].GetString());

        await server.DisposeAsync();
        answer = await DoneAsync(program, HttpMethod.Post, "lists/refresh", new { name = "drop" });
        Assert.StartsWith("it could not be fetched: ", answer.GetProperty("done")[1].GetString(), StringComparison.Ordinal);
        Assert.Equal(3, (await JsonAsync(program, "blocks")).GetProperty("total").GetInt32());
        Assert.Contains(await AuditRows.AllAsync(_rig.Coordinator.Store), row => row is { Who: "coordinator", What: "lists fetch drop, which names 3: 2 new, 1 gone" });
    }

    [Fact]
    public async Task File_is_uploaded_on_the_page_which_says_what_came_of_it()
    {
        using var browser = await _rig.SignedInAsync(Role.Operator);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("tor"), "name" },
            { new StringContent("30d"), "lasting" },
            { new StringContent("<b>exit</b> nodes"), "reason" },
            { new StringContent("192.0.2.1\n192.0.2.2 # x\n<script>\n"), "file", "tor.txt" },
        };

        using var answer = await browser.PostAsync(new Uri("/lists?handler=Import", UriKind.Relative), form).Soon();
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("tor: 2 of 2 networks are blocked", page, StringComparison.Ordinal);
        Assert.Contains("line 3: &#x27;&lt;script&gt;&#x27; is no address or network", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;exit&lt;/b&gt; nodes", page, StringComparison.Ordinal);
        Assert.Contains("handler=Remove", page, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Subscribe", page, StringComparison.Ordinal);
        Assert.Equal(_rig.Coordinator.Time.GetUtcNow().AddDays(30), Assert.Single(await _rig.Coordinator.Queries.ListsAsync(default)).EndsAt!.Value, TimeSpan.FromMinutes(1));

        using var removed = await browser.PostAsync(new Uri("/lists?handler=Remove", UriKind.Relative), new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "tor", ["reason"] = "over" })).Soon();
        Assert.Equal("/lists", removed.Headers.Location?.ToString());
        Assert.Contains("There is no list.", await browser.GetStringAsync(new Uri("/lists", UriKind.Relative)).Soon(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Import", "lasting=7d&name=a", "no file was chosen")]
    [InlineData("Subscribe", "name=a&url=https://lists.example/&every=often", "is no length of time")]
    [InlineData("Refresh", "name=nobody", "there is no list nobody")]
    public async Task Page_says_why_something_is_not_done(string handler, string form, string why)
    {
        using var browser = await _rig.SignedInAsync(Role.Admin);
        using var answer = await browser.PostAsync(new Uri($"/lists?handler={handler}", UriKind.Relative), new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"))).Soon();
        Assert.Equal("/lists", answer.Headers.Location?.ToString());
        browser.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").First().Split(';')[0]);

        Assert.Contains(why, await browser.GetStringAsync(new Uri("/lists", UriKind.Relative)).Soon(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> DoneAsync(HttpClient client, HttpMethod method, string path, object? body)
    {
        using var answer = await SendAsync(client, method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/{path}", UriKind.Relative));
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await client.SendAsync(request).Soon();
    }

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/v1/{path}", UriKind.Relative)).Soon()).RootElement;
}

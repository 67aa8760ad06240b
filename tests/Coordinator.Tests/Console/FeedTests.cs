using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PortSentry.Coordinator.Api;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

/// <summary>The block list as firewalls pull it.</summary>
public sealed class FeedTests : IAsyncLifetime
{
    private ConsoleRig _rig = null!;
    private HttpClient _firewall = null!;

    public async Task InitializeAsync()
    {
        _rig = await ConsoleRig.StartAsync();
        _firewall = await _rig.ProgramAsync("read");
        foreach (var target in new[] { "198.51.100.9", "192.0.2.0/24", "2001:db8:7::/64" })
            await _rig.Coordinator.ChangeAsync(new AddBlock(Cidr.Parse(target), 3600));
        await Eventually.True(async () => (await TextAsync("txt")).Split('\n').Length == 4, () => "the feed has three blocks");
    }

    public async Task DisposeAsync()
    {
        _firewall.Dispose();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData("", "192.0.2.0/24\n198.51.100.9\n2001:db8:7::/64\n")]
    [InlineData("?family=4", "192.0.2.0/24\n198.51.100.9\n")]
    [InlineData("?family=6", "2001:db8:7::/64\n")]
    [InlineData("?max=1&family=4", "192.0.2.0/24\n")]
    [InlineData("?max=2", "192.0.2.0/24\n2001:db8:7::/64\n")]
    public async Task Text_has_a_target_a_line_by_address(string query, string expected) =>
        Assert.Equal(expected, await TextAsync("txt", query));

    [Fact]
    public async Task Table_has_a_row_a_block()
    {
        var lines = (await TextAsync("csv", "?family=6")).Split("\r\n");
        Assert.Equal(("target,since,until,proven,origin,reason", 3), (lines[0], lines.Length));
        Assert.StartsWith("2001:db8:7::/64,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",false,operator,a test", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Table_has_no_formula_for_a_spreadsheet() => Assert.Equal(
        "192.0.2.7,,,true,list,\"'=1+1, \"\"a\"\" reason\"\r\n",
        FeedText.Of("csv", [new FeedEntry(Cidr.Parse("192.0.2.7"), null, null, true, "list", "=1+1, \"a\" reason")]).Last());

    [Fact]
    public async Task Json_is_an_array_of_blocks()
    {
        using var document = JsonDocument.Parse(await TextAsync("json"));
        Assert.Equal(["192.0.2.0/24", "198.51.100.9", "2001:db8:7::/64"], document.RootElement.EnumerateArray().Select(block => block.GetProperty("target").GetString()!));
    }

    [Fact]
    public async Task Who_names_the_tag_gets_304_until_something_is_new()
    {
        using var first = await _firewall.GetAsync(Url("txt", "")).Soon();
        Assert.Equal(HttpStatusCode.NotModified, await AskAsync(first.Headers.ETag!));

        await _rig.Coordinator.ChangeAsync(new AddBlock(Cidr.Parse("203.0.113.1"), 3600));
        await Eventually.True(async () => await AskAsync(first.Headers.ETag!) == HttpStatusCode.OK, () => "the feed is new");
    }

    [Theory]
    [InlineData("xml", "", HttpStatusCode.NotFound)]
    [InlineData("txt", "?family=5", HttpStatusCode.BadRequest)]
    [InlineData("txt", "?max=0", HttpStatusCode.BadRequest)]
    [InlineData("txt", "?proven=perhaps", HttpStatusCode.BadRequest)]
    public async Task Wrong_question_is_refused(string form, string query, HttpStatusCode expected)
    {
        using var answer = await _firewall.GetAsync(Url(form, query)).Soon();
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_reads_it_without_a_token()
    {
        using var stranger = _rig.Browser();
        using var answer = await stranger.GetAsync(Url("txt", "")).Soon();
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<HttpStatusCode> AskAsync(EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url("txt", "")) { Headers = { IfNoneMatch = { tag } } };
        using var answer = await _firewall.SendAsync(request).Soon();
        return answer.StatusCode;
    }

    private Task<string> TextAsync(string form, string query = "") => _firewall.GetStringAsync(Url(form, query)).Soon();

    private static Uri Url(string form, string query) => new($"/api/v1/feeds/blocks.{form}{query}", UriKind.Relative);
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

public sealed class ConsoleListenerTests : IAsyncLifetime
{
    private static readonly Address Stranger = Address.Parse("203.0.113.7");

    private ConsoleRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await ConsoleRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/blocks?network=192.0.2.0/24")]
    public async Task A_page_sends_a_stranger_to_the_sign_in_and_back(string page)
    {
        using var browser = _rig.Browser();

        using var answer = await browser.GetAsync(new Uri(page, UriKind.Relative)).Soon();

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/signin?back={Uri.EscapeDataString(page)}", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_program_without_a_token_is_told_so()
    {
        using var browser = _rig.Browser();

        using var answer = await browser.GetAsync(new Uri("/api/v1/blocks", UriKind.Relative)).Soon();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Every_answer_says_what_a_browser_may_do()
    {
        using var browser = _rig.Browser();

        using var answer = await browser.GetAsync(new Uri("/", UriKind.Relative)).Soon();

        Assert.Equal(PageHeaders.Policy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotContain("unsafe", PageHeaders.Policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData(null, "https://evil.example")]
    [InlineData(null, "null")]
    [InlineData(null, null)]
    public async Task What_another_site_posts_in_a_users_name_is_refused(string? site, string? origin)
    {
        using var browser = await _rig.SignedInAsync(Role.Admin);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        if (site is not null)
            browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        if (origin is not null)
            browser.DefaultRequestHeaders.Add("Origin", origin);

        using var answer = await BlockAsync(browser);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty((await _rig.Coordinator.Store.LoadBookAsync(default)).Blocks);
    }

    [Fact]
    public async Task What_our_own_page_posts_is_done_in_the_users_name()
    {
        using var browser = await _rig.SignedInAsync(Role.Operator);

        using var answer = await BlockAsync(browser);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single((await _rig.Coordinator.Store.LoadBookAsync(default)).Blocks);
        Assert.Contains(await AuditRows.AllAsync(_rig.Coordinator.Store), row => row.Who == "operator" && row.What.StartsWith("blocks add 192.0.2.7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_sees_and_changes_nothing()
    {
        using var browser = await _rig.SignedInAsync(Role.Viewer);

        using var seen = await browser.GetAsync(new Uri("/api/v1/blocks", UriKind.Relative)).Soon();
        using var answer = await BlockAsync(browser);
        using var users = await browser.GetAsync(new Uri("/api/v1/users", UriKind.Relative)).Soon();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (seen.StatusCode, answer.StatusCode, users.StatusCode));
        Assert.Empty((await _rig.Coordinator.Store.LoadBookAsync(default)).Blocks);
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/sensors/web-01")]
    [InlineData("DELETE", "/api/v1/users/admin")]
    [InlineData("PUT", "/api/v1/policy")]
    [InlineData("POST", "/api/v1/users")]
    [InlineData("POST", "/api/v1/tokens")]
    [InlineData("POST", "/api/v1/authorities")]
    public async Task An_operator_may_not_administer(string method, string path)
    {
        using var browser = await _rig.SignedInAsync(Role.Operator);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { name = "x", role = "admin", policy = "{}", uses = 1, seconds = 60, labels = new { } }) };

        using var answer = await browser.SendAsync(request).Soon();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_does_what_it_may_and_no_more_and_not_for_ever()
    {
        using var program = await _rig.ProgramAsync("read");
        using var refused = await BlockAsync(program);
        using var blocking = await _rig.ProgramAsync("blocks");
        using var done = await BlockAsync(blocking);

        _rig.Coordinator.Time.By += TimeSpan.FromHours(1);
        using var expired = await BlockAsync(blocking);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (refused.StatusCode, done.StatusCode, expired.StatusCode));
    }

    [Fact]
    public async Task A_stolen_session_is_good_for_nothing_once_it_is_over()
    {
        using var browser = await _rig.SignedInAsync(Role.Admin);
        await _rig.Coordinator.Accounts.SetPasswordAsync("admin", "other", default);

        using var answer = await BlockAsync(browser);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_session_that_is_not_used_ends()
    {
        using var browser = await _rig.SignedInAsync(Role.Operator);
        _rig.Coordinator.Time.By += TimeSpan.FromHours(12);

        using var answer = await BlockAsync(browser);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Guessing_passwords_is_held_back_and_the_right_one_is_let_in_from_elsewhere()
    {
        for (var number = 0; number < 5; number++)
            Assert.IsType<SignInRefused>(await SignInAsync("a wrong password", Stranger));

        Assert.IsType<SignInHeldBack>(await SignInAsync(ConsoleRig.Password, Stranger));
        Assert.IsType<SignedIn>(await SignInAsync(ConsoleRig.Password, Address.Parse("192.0.2.1")));
    }

    [Fact]
    public async Task One_time_codes_are_asked_for_and_count_once()
    {
        var secret = Totp.NewSecret();
        await _rig.Coordinator.Accounts.SetTotpAsync("admin", secret, default);
        var code = Totp.CodeAt(secret, _rig.Coordinator.Time.GetUtcNow());

        Assert.IsType<CodeWanted>(await SignInAsync(ConsoleRig.Password, Stranger));
        Assert.IsType<SignInRefused>(await SignInAsync(ConsoleRig.Password, Stranger, "000000" == code ? "000001" : "000000"));
        Assert.IsType<SignedIn>(await SignInAsync(ConsoleRig.Password, Stranger, code));
        Assert.IsType<SignInRefused>(await SignInAsync(ConsoleRig.Password, Stranger, code));
    }

    [Fact]
    public async Task The_document_names_questions_changes_and_parameters()
    {
        using var program = await _rig.ProgramAsync("read");

        using var document = JsonDocument.Parse(await program.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)).Soon());

        var paths = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}")).ToHashSet();
        Assert.Contains("post /api/v1/blocks", paths);
        Assert.Contains("delete /api/v1/blocks/{target}", paths);
        Assert.Contains("get /api/v1/alarms", paths);
        Assert.Contains(
            document.RootElement.GetProperty("paths").GetProperty("/api/v1/alarms").GetProperty("get").GetProperty("parameters").EnumerateArray(),
            parameter => parameter.GetProperty("name").GetString() == "network");
        Assert.All(document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()), method => Assert.NotEqual("", method.Value.GetProperty("summary").GetString()));
    }

    [Fact]
    public async Task Every_endpoint_and_its_parameters_are_documented_and_nothing_else_is()
    {
        using var program = await _rig.ProgramAsync("read");
        using var document = JsonDocument.Parse(await program.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)).Soon());

        var (served, told) = (ApiPage.Served(document.RootElement), await ApiPage.ToldAsync());
        Assert.Equal([], served.Except(told));
        Assert.Equal([], told.Except(served));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/api/v1/blocks", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/v1/blocks", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("GET", "/api/v1/blocks?network=nonsense", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/sensors/nobody", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/sources/nonsense", HttpStatusCode.BadRequest)]
    public async Task What_is_wrong_is_told_as_a_problem(string method, string path, HttpStatusCode status)
    {
        using var program = await _rig.ProgramAsync("read");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (status == HttpStatusCode.UnsupportedMediaType)
            request.Content = new StringContent("target=192.0.2.7");

        using var answer = await program.SendAsync(request).Soon();

        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(), ApiJson.Default.ApiProblem);
        Assert.Equal((int)status, problem?.Status);
        Assert.NotEqual("", problem?.Detail);
    }

    private Task<SignIn> SignInAsync(string password, Address from, string code = "") => _rig.Sessions.SignInAsync("admin", password, code, from, default).Soon();

    private static Task<HttpResponseMessage> BlockAsync(HttpClient client) =>
        client.PostAsJsonAsync(new Uri("/api/v1/blocks", UriKind.Relative), new { target = "192.0.2.7", seconds = 600, reason = "a test" }).Soon();
}

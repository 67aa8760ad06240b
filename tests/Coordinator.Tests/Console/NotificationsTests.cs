using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PortSentry.Coordinator.Accounts;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

/// <summary>Targets of notifications by the API and on their page; nobody listens at the one that there is.</summary>
public sealed class NotificationsTests : IAsyncLifetime
{
    private static readonly Uri Page = new("/notifications", UriKind.Relative);
    private static readonly Uri Test = new("/notifications?handler=Test", UriKind.Relative);

    private ConsoleRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await ConsoleRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Page_shows_targets_without_what_may_be_secret_and_the_button_only_to_those_who_may()
    {
        using var viewer = await _rig.SignedInAsync(Role.Viewer);
        using var someone = await _rig.SignedInAsync(Role.Operator);

        var (seen, mine) = (await viewer.GetStringAsync(Page).Soon(), await someone.GetStringAsync(Page).Soon());

        Assert.Contains("webhook, http://127.0.0.1:9", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden\"", seen.Replace("type=\"hidden\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("/hidden", mine, StringComparison.Ordinal);
        Assert.DoesNotContain("Send a test to hook", seen, StringComparison.Ordinal);
        Assert.Contains("Send a test to hook", mine, StringComparison.Ordinal);
        using var refused = await viewer.PostAsync(Test, Form()).Soon();
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Test_that_fails_says_so_and_is_in_the_audit_log()
    {
        using var someone = await _rig.SignedInAsync(Role.Operator);
        using var answer = await someone.PostAsync(Test, Form()).Soon();

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("hook at http://127.0.0.1:9 did not take it: Connection refused", WebUtility.HtmlDecode(await someone.GetStringAsync(Page).Soon()), StringComparison.Ordinal);
        Assert.Contains(await AuditRows.AllAsync(_rig.Coordinator.Store), row => row is { Who: "operator", What: "notify test hook: failed" });
    }

    [Fact]
    public async Task Forged_test_of_another_site_is_refused()
    {
        using var someone = await _rig.SignedInAsync(Role.Operator);
        someone.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        someone.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await someone.PostAsync(Test, Form()).Soon();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Program_lists_and_tests_with_the_permission()
    {
        using var reader = await _rig.ProgramAsync("read");
        using var program = await _rig.ProgramAsync("blocks");

        var target = JsonDocument.Parse(await reader.GetStringAsync(new Uri("/api/v1/notifications", UriKind.Relative)).Soon()).RootElement[0];
        using var forbidden = await reader.PostAsJsonAsync("/api/v1/notifications/test", new { name = "hook" }).Soon();
        using var failed = await program.PostAsJsonAsync("/api/v1/notifications/test", new { name = "hook" }).Soon();
        using var unknown = await program.PostAsJsonAsync("/api/v1/notifications/test", new { name = "nobody" }).Soon();

        Assert.Equal(("hook", "new", "http://127.0.0.1:9"), (target.GetProperty("name").GetString(), target.GetProperty("state").GetString(), target.GetProperty("place").GetString()));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (forbidden.StatusCode, failed.StatusCode, unknown.StatusCode));
        Assert.Contains("no target is named nobody; there are hook", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static FormUrlEncodedContent Form() => new(new Dictionary<string, string> { ["name"] = "hook" });
}

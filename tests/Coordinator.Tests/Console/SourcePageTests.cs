using System.Net;
using Microsoft.AspNetCore.Http;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Console;

/// <summary>The page of a source offers to unblock what would be unblocked.</summary>
public sealed class SourcePageTests : IAsyncLifetime
{
    private const string OwnButton = """popovertarget="unblock">Unblock everywhere""";
    private const string NetworkLink = """href="/sources?target=203.0.113.0%2F24#act">Unblock 203.0.113.0/24…</a>""";
    private const string IsBlockedWith = "203.0.113.7 is blocked with 203.0.113.0/24: unblock that";

    private static readonly Cidr Host = Cidr.Parse("203.0.113.7");
    private static readonly Cidr Network = Cidr.Parse("203.0.113.0/24");

    private ConsoleRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await ConsoleRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Host_in_a_blocked_network_leads_to_the_network()
    {
        await _rig.Coordinator.ChangeAsync(new AddBlock(Network, 0));
        using var browser = await _rig.SignedInAsync(Role.Operator);

        var page = await browser.GetStringAsync(new Uri("/sources/203.0.113.7", UriKind.Relative)).Soon();
        Assert.Contains(NetworkLink, page, StringComparison.Ordinal);
        Assert.DoesNotContain(OwnButton, page, StringComparison.Ordinal);

        var around = await browser.GetStringAsync(new Uri("/sources?target=203.0.113.0/24", UriKind.Relative)).Soon();
        Assert.Contains(OwnButton, around, StringComparison.Ordinal);
        Assert.DoesNotContain(NetworkLink, around, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_that_is_blocked_by_itself_and_with_a_network_offers_both_and_says_what_stays()
    {
        await _rig.Coordinator.ChangeAsync(new AddBlock(Network, 3600));
        await _rig.Coordinator.ChangeAsync(new AddBlock(Host, 0));
        using var browser = await _rig.SignedInAsync(Role.Operator);

        var page = await browser.GetStringAsync(new Uri("/sources/203.0.113.7", UriKind.Relative)).Soon();
        Assert.Contains(NetworkLink, page, StringComparison.Ordinal);
        Assert.Contains(OwnButton, page, StringComparison.Ordinal);

        Assert.Equal("Lifted, but 203.0.113.7 stays blocked with 203.0.113.0/24", await UnblockAsync(browser));
        Assert.Equal($"Not done: {IsBlockedWith}", await UnblockAsync(browser));
    }

    [Fact]
    public async Task Program_that_unblocks_a_host_in_a_blocked_network_is_told_of_the_network()
    {
        await _rig.Coordinator.ChangeAsync(new AddBlock(Network, 0));
        using var program = await _rig.ProgramAsync("blocks");

        using var answer = await program.DeleteAsync(new Uri("/api/v1/blocks/203.0.113.7", UriKind.Relative)).Soon();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(IsBlockedWith, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await _rig.Coordinator.Store.ListDecisionsAsync(new DecisionFilter { What = "unblock" }, default));
    }

    private static async Task<string> UnblockAsync(HttpClient browser)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("reason", "a test")]);
        using var answer = await browser.PostAsync(new Uri("/sources/203.0.113.7?handler=Unblock", UriKind.Relative), form).Soon();
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
        return Toasts.Take(http)!.Text;
    }
}

using Microsoft.Playwright;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Browser;

/// <summary>What somebody tries on the console through an operator's browser.</summary>
[Collection(ConsoleFleet.Name)]
public sealed class AttackTests(ConsoleFleet console)
{
    private const string Elsewhere = "https://elsewhere.example/";
    private const string Script = "<script>document.title='hit'</script><img src=x onerror=\"document.title='hit'\">";

    [Fact]
    public async Task Markup_from_a_sensors_host_is_shown_as_text_on_every_page()
    {
        const string target = "198.51.100.66";
        var made = await console.Fleet.Sensors[1].AskAsync("block", target, "--fleet", "--for", "1h", "--reason", Script);
        Assert.True(made.ExitCode == 0, made.Errors);
        await console.Fleet.Coordinator.MustAsync("api-tokens", "add", Script, "--may", "read");
        await using var window = await console.OpenAsync("anna");
        await window.LookAsync("/blocks");
        await window.ShowsAsync("#rows", Script);

        foreach (var path in new[] { $"/sources/{target}", "/users", "/audit", $"/blocks?reason={Uri.EscapeDataString(Script)}", $"/search?q={Uri.EscapeDataString(Script)}" })
        {
            await window.LookAsync(path);
            await window.ShowsAsync("main", "<script>");
            Assert.NotEqual("hit", await window.Page.TitleAsync());
            Assert.Equal(0, await window.Page.Locator("script:not([src]), img[src=x]").CountAsync());
        }

        await window.KeepAsync("markup");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Form_that_another_site_sends_changes_nothing()
    {
        await using var window = await console.OpenAsync("anna");
        await window.Page.RouteAsync($"{Elsewhere}**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = $"<form method=post action='{ConsoleFleet.Url}/blocks'><input name=target value=198.51.100.77><input name=reason value=forged></form><script>document.forms[0].submit()</script>",
        }));

        var answer = await window.Page.RunAndWaitForResponseAsync(() => window.Page.GotoAsync(Elsewhere), answer => answer.Request.Method == "POST");

        Assert.Equal(403, answer.Status);
        Assert.DoesNotContain("198.51.100.77", await console.Fleet.Coordinator.BlocksAsync());
    }

    [Fact]
    public async Task Console_is_shown_in_no_frame_of_another_site()
    {
        await using var window = await console.OpenAsync("anna");
        await window.Page.RouteAsync($"{Elsewhere}**", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = $"<iframe src='{ConsoleFleet.Url}/policy'></iframe>" }));

        await window.Page.GotoAsync(Elsewhere);

        await Eventually.True(
            () => Task.FromResult(window.Page.Frames.Any(frame => frame.Url.StartsWith("chrome-error:", StringComparison.Ordinal))),
            () => $"the browser refuses the frame, and does not show {string.Join(' ', window.Page.Frames.Select(frame => frame.Url))}");
    }

    [Fact]
    public async Task Stolen_session_ends_with_the_owners()
    {
        await console.AddUserAsync("sam", "operator");
        await using var owner = await console.OpenAsync("sam");
        await using var thief = await console.OpenAsync("sam");
        await thief.LookAsync("/blocks");

        await owner.GoAsync("/");
        await owner.Page.ClickAsync("details.menu summary");
        await owner.PressAsync("Sign out");
        await owner.IsAtAsync("/signin");
        await console.Fleet.Coordinator.MustAsync("blocks", "add", "198.51.100.88");

        // The open page notices by itself, and so does every request.
        await thief.IsAtAsync("/signin");
        await thief.GoAsync("/alarms");
        Assert.Contains("/signin?back=", thief.Page.Url, StringComparison.Ordinal);
        Assert.NotEqual(200, await thief.PostAsync("/blocks", "target=198.51.100.89&reason=stolen"));
        Assert.DoesNotContain("198.51.100.89", await console.Fleet.Coordinator.BlocksAsync());
    }

    [Fact]
    public async Task Ended_session_is_noticed_by_who_reads_further_down()
    {
        await console.AddUserAsync("tess", "viewer");
        await using var owner = await console.OpenAsync("tess");
        await using var reader = await console.OpenAsync("tess");
        await reader.Page.SetViewportSizeAsync(390, 100);
        await reader.LookAsync("/alarms");
        await reader.Page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        await Eventually.True(async () => await reader.Page.EvaluateAsync<bool>("() => scrollY > 160"), () => "the page is scrolled down");

        await owner.GoAsync("/");
        await owner.Page.ClickAsync("details.menu summary");
        await owner.PressAsync("Sign out");
        await owner.IsAtAsync("/signin");
        await console.ScanAsync(await console.SourceAsync(), 0);

        await reader.IsAtAsync("/signin");
    }

    [Fact]
    public async Task First_link_makes_no_second_administrator()
    {
        await using var window = await console.Browser.OpenAsync();

        await window.GoAsync(console.FirstLink);

        await window.ShowsAsync("h1", "This link counts no longer");
        await window.KeepAsync("welcome-over");
    }
}

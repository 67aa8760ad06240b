using static Microsoft.Playwright.Assertions;

namespace PortSentry.System.Tests.Browser;

/// <summary>What the console says when things are not as they should be.</summary>
[Collection(ConsoleFleet.Name)]
public sealed class DistressTests(ConsoleFleet console)
{
    [Fact]
    public async Task Lost_stream_is_told_and_found_again()
    {
        await using var window = await console.OpenAsync("vera");
        await window.LookAsync("/");

        await console.Fleet.Coordinator.KillAsync();
        await Expect(window.Page.Locator("#lost")).ToBeVisibleAsync();
        await window.ShowsAsync(".live", "lost");
        await window.KeepAsync("lost");

        await console.Fleet.StartCoordinatorAsync();
        await window.IsLiveAsync();
        await Expect(window.Page.Locator("#lost")).ToBeHiddenAsync();
        await console.Fleet.AreUpAsync();
    }

    [Fact]
    public async Task Refresh_that_comes_to_nothing_is_told_and_begun_again()
    {
        const string target = "198.51.100.86";
        await using var window = await console.OpenAsync("vera");
        await window.LookAsync("/blocks");
        await window.Page.EvaluateAsync("() => { const asking = document.getElementById('refresh'); asking.replaceWith(asking.cloneNode()); }");

        await console.Fleet.Coordinator.MustAsync("blocks", "add", target);
        await Expect(window.Page.Locator("#lost")).ToBeVisibleAsync();

        await window.Page.EvaluateAsync("() => htmx.process(document.getElementById('refresh'))");
        await window.ShowsAsync("#rows", target);
    }

    [Fact]
    public async Task Broken_glass_is_told_on_every_page_until_it_is_mended()
    {
        const string harm = "the firewall drops the shop";
        await using var window = await console.OpenAsync("olaf");
        await using var other = await console.OpenAsync("vera");
        await other.LookAsync("/alarms");
        await window.LookAsync("/policy");
        await window.Page.ClickAsync("[popovertarget=glass]");
        await window.KeepAsync("glass");
        await window.Page.UncheckAsync("#glass [name=liftAll]");
        await window.Page.CheckAsync("#glass [name=sure]");
        await window.Page.FillAsync("#glass-reason", harm);
        await window.Page.ClickAsync("#glass .danger");

        await window.ShowsAsync("#break-glass", "Block again from now on");
        await window.ShowsAsync("#frame-simulate", harm);
        await other.ShowsAsync("#frame-simulate", harm);
        await window.KeepAsync("glass-broken");
        foreach (var path in Screens.Pages.Values)
        {
            await other.GoAsync(path);
            if (await other.Page.Locator(".frame").CountAsync() > 0)
                await other.ShowsAsync("#frame-simulate", harm);
        }

        await window.LookAsync("/policy");
        await window.Page.FillAsync("#mend-reason", "it was the cable");
        await window.PressAsync("Block again from now on");
        await Expect(window.Page.Locator("#frame-simulate .banner")).ToHaveCountAsync(0);
    }
}

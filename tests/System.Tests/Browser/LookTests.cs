using static Microsoft.Playwright.Assertions;

namespace PortSentry.System.Tests.Browser;

/// <summary>Every page as it looks by day, at night and on a phone: kept as a picture, without a fault, usable by everybody.</summary>
[Collection(ConsoleFleet.Name)]
public sealed class LookTests(ConsoleFleet console)
{
    public static TheoryData<string> Looks => [.. Look.All.Select(look => look.Name)];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_are_sound_and_fit(string name)
    {
        var look = Look.All.Single(look => look.Name == name);
        await console.StageAsync();
        await using var window = await console.OpenAsync("anna", look);
        List<string> found = [];
        foreach (var (page, path) in Screens.Pages)
        {
            await window.LookAsync(path);
            if (path == "/")
                await Expect(window.Page.Locator("#chart canvas")).ToBeVisibleAsync();
            await window.KeepWholeAsync($"{page}-{name}");
            found.AddRange((await (look == Look.Dark ? AxeCheck.FindFaintAsync(window.Page) : AxeCheck.FindAsync(window.Page))).Select(finding => $"{path}: {finding}"));
            if (await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") is > 0 and var over)
                found.Add($"{path}: {over} pixels wider than the window");
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.DoesNotContain(window.Faults, fault => !fault.Contains("404", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Doors_are_sound_and_fit(string name)
    {
        await using var window = await console.Browser.OpenAsync(Look.All.Single(look => look.Name == name));
        await window.GoAsync("/signin");

        await window.KeepAsync($"signin-{name}");
        Assert.Empty(await AxeCheck.FindAsync(window.Page));
        Assert.Empty(window.Faults);
    }
}

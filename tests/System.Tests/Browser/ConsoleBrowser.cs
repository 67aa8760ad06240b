using Microsoft.Playwright;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Browser;

/// <summary>Debian's Chromium on a host of a lab, driven from here.</summary>
public sealed class ConsoleBrowser : IAsyncDisposable
{
    /// <summary>Milliseconds: as long as Eventually waits, since a heartbeat may come between.</summary>
    private static readonly float Patience = (float)(2 * Deadline.Generous).TotalMilliseconds;

    private readonly TemporaryFolder _folder;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ConsoleBrowser(TemporaryFolder folder, IPlaywright playwright, IBrowser browser) => (_folder, _playwright, _browser) = (folder, playwright, browser);

    /// <summary>Starts it.</summary>
    public static async Task<ConsoleBrowser> StartAsync(NetHost host)
    {
        var folder = new TemporaryFolder();
        var program = folder["chromium"];
        await ProgramFile.WriteAsync(program, $"#!/bin/sh\nexec ip netns exec {host.Name} {Chromium.Program} \"$@\"\n");
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Chromium.Arguments, Timeout = Patience });
        return new ConsoleBrowser(folder, playwright, browser);
    }

    /// <summary>Opens a window in which nobody is signed in, or whoever has this session.</summary>
    public async Task<ConsolePage> OpenAsync(Look? look = null, string? session = null)
    {
        var seen = look ?? Look.Light;
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = ConsoleFleet.Url,
            // The fleet's own authority is not among those that Debian trusts.
            IgnoreHTTPSErrors = true,
            ViewportSize = new ViewportSize { Width = seen.Width, Height = seen.Height },
            ColorScheme = seen.Scheme,
            IsMobile = seen == Look.Narrow,
            HasTouch = seen == Look.Narrow,
            TimezoneId = "Europe/Berlin",
            StorageState = session,
        });
        context.SetDefaultTimeout(Patience);
        return new ConsolePage(await context.NewPageAsync());
    }

    /// <summary>Follows the link of an invitation, chooses a password, signs in, and returns the session.</summary>
    public async Task<string> AcceptAsync(string link, string user)
    {
        await using var page = await OpenAsync();
        await page.GoAsync(link);
        var name = page.Page.Locator("#name");
        if (await name.CountAsync() > 0)
            await name.FillAsync(user);
        await page.Page.FillAsync("#password", ConsoleFleet.Password);
        await page.Page.FillAsync("#again", ConsoleFleet.Password);
        await page.PressAsync("Go on");
        await page.IsAtAsync("/signin");
        await page.SignInAsync(user, ConsoleFleet.Password);
        await page.IsAtAsync("/");
        Assert.Empty(page.Faults);
        return await page.SessionAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _folder.Dispose();
    }
}

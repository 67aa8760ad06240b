using System.Globalization;
using Microsoft.Playwright;
using PortSentry.TestKit;
using PortSentry.TestKit.Simulation;

namespace PortSentry.Benchmarks;

/// <summary>The live pages of the console, one after the other open in a browser while alarms come in: the longest task that kept a page from answering.</summary>
internal sealed class BrowserBenchmark(SimulatedFleet fleet, ConsoleClient console)
{
    private const int AlarmsASecond = 1000;
    private const int Senders = 20;
    private const int AlarmsABatch = 50;

    /// <summary>Watches each page for so many seconds.</summary>
    public async Task<IReadOnlyList<(string Path, string Figures)>> RunAsync(IReadOnlyList<string> paths, int seconds)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Program, Args = Chromium.Arguments });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = console.Url.ToString(), IgnoreHTTPSErrors = true });
        await context.AddCookiesAsync([.. console.Cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = console.Url.ToString(), Secure = true })]);
        List<(string Path, string Figures)> figures = [];
        foreach (var path in paths)
        {
            var page = await WatchedPage.OpenAsync(context, path);
            await page.BeginAsync();
            var delivered = await DeliverAsync(seconds);
            var (name, tasks) = await page.EndAsync();
            figures.Add((name, string.Create(CultureInfo.InvariantCulture, $"{delivered / seconds} alarms a second for {seconds} s: {tasks}")));
        }

        return figures;
    }

    private async Task<int> DeliverAsync(int seconds)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var delivered = 0;
        for (var second = 0; second < seconds; second++)
        {
            await fleet.DeliverAsync(AlarmsASecond, Senders, AlarmsABatch);
            delivered += AlarmsASecond;
            await clock.WaitForNextTickAsync();
        }

        return delivered;
    }
}

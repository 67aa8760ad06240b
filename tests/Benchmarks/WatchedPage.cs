using System.Globalization;
using Microsoft.Playwright;

namespace PortSentry.Benchmarks;

/// <summary>A live page of the console that stays open, and the tasks of its script, style and layout that took longer than 50 ms (W3C Long Tasks).</summary>
internal sealed class WatchedPage(string path, IPage page)
{
    // What changes is counted as well: a page that stands still has no tasks.
    private const string Observe =
        """
        window.longTasks = [];
        window.changes = 0;
        new PerformanceObserver(list => longTasks.push(...list.getEntries().map(entry => entry.duration))).observe({ type: 'longtask', buffered: true });
        new MutationObserver(list => changes += list.length).observe(document, { childList: true, characterData: true, subtree: true });
        """;

    /// <summary>Opens it in a window of its own.</summary>
    public static async Task<WatchedPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(Observe);
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle, Timeout = 0 });
        return new WatchedPage(path, page);
    }

    /// <summary>Forgets what opening it took.</summary>
    public Task BeginAsync() => page.EvaluateAsync("() => { longTasks.length = 0; changes = 0; }");

    /// <summary>What was seen since.</summary>
    public async Task<(string Path, string Figures)> EndAsync()
    {
        var tasks = await page.EvaluateAsync<double[]>("() => longTasks");
        var changes = await page.EvaluateAsync<int>("() => changes");
        return (path, string.Create(CultureInfo.InvariantCulture, $"{changes} changes, {tasks.Length} tasks longer than 50 ms, the longest {tasks.DefaultIfEmpty().Max():0} ms"));
    }
}

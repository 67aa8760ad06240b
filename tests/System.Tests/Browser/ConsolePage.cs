using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PortSentry.System.Tests.Browser;

/// <summary>A window of the console, and what goes wrong in it.</summary>
public sealed class ConsolePage : IAsyncDisposable
{
    private const int MostTraffic = 100;

    private readonly ConcurrentQueue<string> _faults = [];
    private readonly ConcurrentQueue<string> _traffic = [];

    /// <summary>Watches a page.</summary>
    public ConsolePage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script: {error}");
        page.Context.Request += (_, request) => Note(!request.Url.StartsWith(ConsoleFleet.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal), $"request to {request.Url}");
        page.Context.Response += (_, response) => Keep(_traffic, $"{response.Status} {response.Request.Method} {response.Url} as {response.Request.ResourceType}");
        page.Context.RequestFailed += (_, request) => Keep(_traffic, $"{request.Failure} {request.Method} {request.Url} as {request.ResourceType}");
        page.Dialog += (_, dialog) => Note(true, $"dialog: {dialog.Message}");
    }

    /// <summary>The page itself.</summary>
    public IPage Page { get; }

    /// <summary>Errors of scripts, requests that leave the coordinator, and the like.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>The cookies, to open another window with.</summary>
    public Task<string> SessionAsync() => Page.Context.StorageStateAsync();

    /// <summary>Goes to a page.</summary>
    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Signs in with the form.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await GoAsync("/signin");
        await Page.FillAsync("#name", name);
        await Page.FillAsync("#password", password);
        await PressAsync("Sign in");
    }

    /// <summary>Presses the button of this name.</summary>
    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    /// <summary>Opens a dialog by its button, fills its fields in and presses the button that does it.</summary>
    public async Task DoAsync(string dialog, params (string Field, string Value)[] fields)
    {
        await Page.ClickAsync($"[popovertarget={dialog}]:not([popovertargetaction])");
        foreach (var (field, value) in fields)
            await Page.FillAsync($"#{dialog} [name={field}]", value);
        await Page.ClickAsync($"#{dialog} .actions button:not([type=button])");
    }

    /// <summary>Goes to a page whose live stream then runs.</summary>
    public async Task LookAsync(string path)
    {
        await GoAsync(path);
        await IsLiveAsync();
    }

    /// <summary>Returns once the live stream runs.</summary>
    public Task IsLiveAsync() => Expect(Page.Locator(".live")).ToHaveTextAsync("live");

    /// <summary>Returns once a part of the page shows this text.</summary>
    public Task ShowsAsync(string where, string text) => Expect(Page.Locator(where)).ToContainTextAsync(text);

    /// <summary>Returns once it is at a path of the console, whatever is asked for there; fails with what it did instead.</summary>
    public async Task IsAtAsync(string path)
    {
        try
        {
            // Asked again and again: who waits for the event of a navigation can miss it.
            await Expect(Page).ToHaveURLAsync(new Regex($"^{Regex.Escape(ConsoleFleet.Url + path)}($|\\?)"));
        }
        catch (PlaywrightException late)
        {
            await KeepAsync("not-there");
            throw new TimeoutException($"{late.Message}\nIt stays at {Page.Url}, shows: {await Page.InnerTextAsync("body")}\nIts last answers:\n{string.Join('\n', _traffic)}\nFaults:\n{string.Join('\n', _faults)}", late);
        }
    }

    /// <summary>Presses what an error page offers.</summary>
    public Task<IResponse> TryAgainAsync() => Page.RunAndWaitForResponseAsync(() => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Try again" }).ClickAsync(), answer => answer.Request.IsNavigationRequest);

    /// <summary>Sends a form as a page of the console would, and returns the status of the answer.</summary>
    public Task<int> PostAsync(string path, string form) =>
        Page.EvaluateAsync<int>("([path, form]) => fetch(path, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' }).then(answer => answer.status)", new[] { path, form });

    /// <summary>Keeps a picture of what is seen of it among the artifacts.</summary>
    public Task KeepAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens.Folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });

    /// <summary>Keeps a picture of the whole, in a window so high that nothing is to be scrolled.</summary>
    public async Task KeepWholeAsync(string name)
    {
        var (width, height) = (Page.ViewportSize!.Width, Page.ViewportSize.Height);
        await Page.SetViewportSizeAsync(width, Math.Max(height, await Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight")));
        await KeepAsync(name);
        await Page.SetViewportSizeAsync(width, height);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private static void Keep(ConcurrentQueue<string> traffic, string what)
    {
        traffic.Enqueue(FormattableString.Invariant($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}"));
        if (traffic.Count > MostTraffic)
            traffic.TryDequeue(out _);
    }

    private void Note(bool isFault, string what)
    {
        if (isFault)
            _faults.Enqueue($"{Page.Url.Replace(ConsoleFleet.Url, "", StringComparison.Ordinal)}: {what}");
    }
}

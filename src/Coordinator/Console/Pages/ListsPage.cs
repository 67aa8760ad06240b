using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>The lists of networks that are blocked everywhere: imported from files, or fetched now and then.</summary>
internal sealed class ListsPage(QueryDesk queries, ChangeDesk changes, ActionDesk actions) : PageModel
{
    private const string Here = ConsoleLinks.Lists;

    /// <summary>The lists.</summary>
    public IReadOnlyList<BlockListView> Lists { get; private set; } = [];

    /// <summary>What has come of what was asked for just now, a line each.</summary>
    public IReadOnlyList<string> Told { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken cancel) => Lists = await queries.ListsAsync(cancel).ConfigureAwait(false);

    /// <summary>Imports a file.</summary>
    public async Task<IActionResult> OnPostImportAsync(string? name, string? lasting, string? reason, IFormFile? file, CancellationToken cancel)
    {
        if (file is null)
            return ActionDesk.Refuse(this, "no file was chosen", Here);
        if (!Lasting.TryRead(lasting, out var seconds))
            return ActionDesk.Refuse(this, $"“{lasting}” is no length of time: {SpanWords.Allowed}", Here);

        using var reader = new StreamReader(file.OpenReadStream());
        var text = await reader.ReadToEndAsync(cancel).ConfigureAwait(false);
        return await TellAsync(new AddList(name ?? "", seconds, Text: text) { Reason = reason ?? "" }, cancel).ConfigureAwait(false);
    }

    /// <summary>Subscribes to a list.</summary>
    public async Task<IActionResult> OnPostSubscribeAsync(string? name, string? url, string? every, string? lasting, string? reason, CancellationToken cancel)
    {
        if (!Lasting.TryRead(lasting, out var seconds) || !Lasting.TryRead(every, out var everySeconds))
            return ActionDesk.Refuse(this, $"“{lasting}” or “{every}” is no length of time: {SpanWords.Allowed}", Here);

        return await TellAsync(new AddList(name ?? "", seconds, Url: url?.Trim() ?? "", EverySeconds: everySeconds) { Reason = reason ?? "" }, cancel).ConfigureAwait(false);
    }

    /// <summary>Fetches one now, or blocks by it again.</summary>
    public Task<IActionResult> OnPostRefreshAsync(string? name, CancellationToken cancel) =>
        TellAsync(new RefreshList(name ?? "") { Reason = "refreshed on the console" }, cancel);

    /// <summary>Takes one away.</summary>
    public Task<IActionResult> OnPostRemoveAsync(string? name, string? reason, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new RemoveList(name ?? "") { Reason = reason ?? "" }, $"The list {name} is taken away, and what it had blocked is lifted", Here), cancel);

    /// <summary>What has come of it takes more words than a toast has.</summary>
    private async Task<IActionResult> TellAsync(OperatorRequest request, CancellationToken cancel)
    {
        var answer = await changes.CarryOutAsync(request, HttpContext.Caller(), cancel).ConfigureAwait(false);
        if (answer.IsForbidden)
            return StatusCode(StatusCodes.Status403Forbidden);
        if (answer.Error is { } error)
            return ActionDesk.Refuse(this, error, Here);

        Told = answer.Done;
        await OnGetAsync(cancel).ConfigureAwait(false);
        return Page();
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Takes back what was just done: the change that does so stood on the page, and is checked like any other.</summary>
internal sealed class UndoPage(ActionDesk actions) : PageModel
{
    /// <summary>There is nothing to see.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Takes it back.</summary>
    public async Task<IActionResult> OnPostAsync(string? change, string? back, CancellationToken cancel)
    {
        var after = Url.IsLocalUrl(back) ? back! : "/";
        try
        {
            return JsonSerializer.Deserialize(change ?? "", ApiJson.Default.OperatorRequest) is { } request
                ? await actions.CarryOutAsync(this, new Deed(request with { Reason = "undone by who did it" }, "It is taken back", after), cancel).ConfigureAwait(false)
                : ActionDesk.Refuse(this, "nothing was named to take back", after);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            return ActionDesk.Refuse(this, "what was to be taken back cannot be read", after);
        }
    }
}

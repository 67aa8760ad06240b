using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;

namespace PortSentry.Coordinator.Console;

/// <summary>Carries out what is asked for on pages, and tells on the page after it what became of it.</summary>
internal sealed class ActionDesk(ChangeDesk changes)
{
    /// <summary>Carries one out and leads on.</summary>
    public async Task<IActionResult> CarryOutAsync(PageModel page, Deed deed, CancellationToken cancel)
    {
        var answer = await changes.CarryOutAsync(deed.Request, page.HttpContext.Caller(), cancel).ConfigureAwait(false);
        if (answer.IsForbidden)
            return page.StatusCode(StatusCodes.Status403Forbidden);
        if (answer.Error is { } error)
            return Refuse(page, error, deed.Back);

        var undo = deed.Undo is { } back ? JsonSerializer.Serialize(back, ApiJson.Default.OperatorRequest) : null;
        Toasts.Give(page.HttpContext, new Toast(deed.Done, IsBad: false, undo, answer.Position));
        return new LocalRedirectResult(deed.Back);
    }

    /// <summary>Says why something was not done, and leads on.</summary>
    public static LocalRedirectResult Refuse(PageModel page, string why, string back)
    {
        Toasts.Give(page.HttpContext, new Toast($"Not done: {why}", IsBad: true, Undo: null, Position: 0));
        return new LocalRedirectResult(back);
    }
}

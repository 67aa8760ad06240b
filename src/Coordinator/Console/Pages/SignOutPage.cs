using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Ends a session.</summary>
internal sealed class SignOutPage(SessionDesk sessions) : PageModel
{
    /// <summary>There is nothing to see.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Ends it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (SessionCookie.Read(HttpContext) is { } session)
            await sessions.SignOutAsync(session, cancel).ConfigureAwait(false);
        SessionCookie.Take(HttpContext);
        return LocalRedirect("/signin");
    }
}

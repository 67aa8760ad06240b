using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Console.Drawing;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Lets a user in.</summary>
[AllowAnonymous]
internal sealed class SignInPage(SessionDesk sessions) : PageModel
{
    /// <summary>Where to go afterwards: a page of ours.</summary>
    public string Back { get; private set; } = "/";

    /// <summary>The name that was given.</summary>
    public string UserName { get; private set; } = "";

    /// <summary>True when the password was right and a code is asked for.</summary>
    public bool WantsCode { get; private set; }

    /// <summary>Why it was refused; null when it was not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Asks for name and password.</summary>
    public IActionResult OnGet(string? back)
    {
        Back = Local(back);
        return HttpContext.Caller().Can(Permission.Read) ? LocalRedirect(Back) : Page();
    }

    /// <summary>Judges them.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, string? password, string? code, string? back, CancellationToken cancel)
    {
        (Back, UserName) = (Local(back), name ?? "");
        switch (await sessions.SignInAsync(UserName, password ?? "", code ?? "", HttpContext.CallerAddress(), cancel).ConfigureAwait(false))
        {
            case SignedIn signedIn:
                SessionCookie.Give(HttpContext, signedIn.Session);
                return LocalRedirect(Back);
            case CodeWanted:
                (WantsCode, Fault) = (true, string.IsNullOrEmpty(code) ? null : "That code counts no longer: take the next one.");
                break;
            case SignInHeldBack held:
                Fault = HeldBack.Text(held.For);
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                break;
            default:
                Fault = "Name, password or code are wrong.";
                break;
        }

        return Page();
    }

    private string Local(string? back) => Url.IsLocalUrl(back) ? back! : "/";
}

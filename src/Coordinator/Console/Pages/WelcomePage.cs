using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Where an invitation leads: whoever has it chooses a password.</summary>
[AllowAnonymous]
internal sealed class WelcomePage(OwnAccountDesk accounts) : PageModel
{
    /// <summary>The invitation; null when it counts no longer.</summary>
    public InvitationRow? Invitation { get; private set; }

    /// <summary>The name that was given.</summary>
    public string UserName { get; private set; } = "";

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Asks for a password.</summary>
    public async Task OnGetAsync(string code, CancellationToken cancel) =>
        Invitation = await accounts.FindInvitationAsync(code, cancel).ConfigureAwait(false);

    /// <summary>Takes it.</summary>
    public async Task<IActionResult> OnPostAsync(string code, string? name, string? password, string? again, CancellationToken cancel)
    {
        await OnGetAsync(code, cancel).ConfigureAwait(false);
        UserName = name ?? "";
        Fault = password != again ? "the two passwords differ" : await accounts.AcceptInvitationAsync(code, UserName, password ?? "", cancel).ConfigureAwait(false);
        return Fault is null ? LocalRedirect("/signin") : Page();
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Who may do what: for administrators.</summary>
internal sealed class UsersPage(AccountDesk accounts, ChangeDesk changes, ActionDesk actions) : PageModel
{
    private const string Here = "/users";

    /// <summary>The roles, the least first.</summary>
    public static readonly IReadOnlyList<string> Roles = [.. Enum.GetValues<Role>().Order().Select(role => role.Name())];

    /// <summary>The users.</summary>
    public IReadOnlyList<UserView> Users { get; private set; } = [];

    /// <summary>The API tokens of all.</summary>
    public IReadOnlyList<ApiTokenView> Tokens { get; private set; } = [];

    /// <summary>The link that was made just now; it is shown this once.</summary>
    public string? Link { get; private set; }

    /// <summary>For whom it is.</summary>
    public string Invited { get; private set; } = "";

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!HttpContext.Caller().Can(Permission.Users))
            return StatusCode(StatusCodes.Status403Forbidden);

        Users = await accounts.UsersAsync(cancel).ConfigureAwait(false);
        Tokens = await accounts.ApiTokensAsync(HttpContext.Caller(), cancel).ConfigureAwait(false);
        return Page();
    }

    /// <summary>Makes a link for a new user, or for another password.</summary>
    public async Task<IActionResult> OnPostInviteAsync(string? name, string? role, string? reason, CancellationToken cancel)
    {
        var answer = await changes.CarryOutAsync(new InviteUser(name ?? "", role ?? "") { Reason = reason ?? "" }, HttpContext.Caller(), cancel).ConfigureAwait(false);
        if (answer.IsForbidden)
            return StatusCode(StatusCodes.Status403Forbidden);
        if (answer.Error is { } error)
            return ActionDesk.Refuse(this, error, Here);

        (Link, Invited) = (answer.Link, name ?? "");
        return await OnGetAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Gives a user another role.</summary>
    public async Task<IActionResult> OnPostRoleAsync(string? name, string? role, CancellationToken cancel)
    {
        var before = (await accounts.UsersAsync(cancel).ConfigureAwait(false)).FirstOrDefault(user => user.Name == name)?.Role ?? "";
        var deed = new Deed(new ChangeRole(name ?? "", role ?? "") { Reason = "changed on the console" }, $"{name} is {role} from now on", Here) { Undo = new ChangeRole(name ?? "", before) };
        return await actions.CarryOutAsync(this, deed, cancel).ConfigureAwait(false);
    }

    /// <summary>Takes a user's one-time codes away.</summary>
    public Task<IActionResult> OnPostRemoveCodesAsync(string? name, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new RemoveTotp(name ?? "") { Reason = "taken away on the console" }, $"{name} signs in with the password alone", Here), cancel);

    /// <summary>Takes a user away.</summary>
    public Task<IActionResult> OnPostRemoveAsync(string? name, string? reason, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new RemoveUser(name ?? "") { Reason = reason ?? "" }, $"{name} is signed out everywhere, and cannot sign in any more", Here), cancel);
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Whom the coordinators tell of what happens, and what has come of it.</summary>
internal sealed class NotificationsPage(ChangeDesk changes, ActionDesk actions) : PageModel
{
    /// <summary>The targets.</summary>
    public IReadOnlyList<NotificationView> Targets { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken cancel) => Targets = await changes.Notifications.ListAsync(cancel).ConfigureAwait(false);

    /// <summary>Sends a test to one.</summary>
    public Task<IActionResult> OnPostTestAsync(string? name, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new TestNotification(name ?? "") { Reason = "tried on the console" }, $"{name} took the test message", ConsoleLinks.Notifications), cancel);
}

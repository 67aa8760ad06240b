using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Listing;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>Who changed what, and why.</summary>
internal sealed class AuditPage(QueryDesk queries) : PageModel
{
    private static readonly IReadOnlyList<string> Words = ["who", "text", "since", "until", ViewAddress.Cursor];

    /// <summary>The view.</summary>
    public ViewAddress View { get; private set; } = new("/audit", []);

    /// <summary>Filters that could not be read.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>The entries.</summary>
    public Page<AuditRow> Rows { get; private set; } = new([], null, null, null);

    /// <summary>What surrounds the table.</summary>
    public ListFrame Frame => ListFrame.Of(View, Rows);

    /// <summary>Shows them, or makes a file of them.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        View = ViewAddress.Of(Request, Words);
        var query = new ApiQuery(Request.Query);
        var filter = new AuditFilter { Who = query.Text("who"), Text = query.Text("text"), Since = query.Moment("since"), Until = query.Moment("until") };
        Faults = query.Faults;
        Rows = await queries.AuditAsync(filter, query.Page, cancel).ConfigureAwait(false);
        return (IActionResult?)Export.Of(Request, "audit", Rows.Rows, ApiJson.Default.IReadOnlyListAuditRow, Export.Audit) ?? Page();
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Listing;
using PortSentry.Coordinator.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>What is blocked; filters live in the address.</summary>
internal sealed class BlocksPage(QueryDesk queries, ActionDesk actions, TimeProvider time) : PageModel
{
    private const int MostRows = 50;
    private static readonly IReadOnlyList<string> Words = ["network", "origin", "proven", "port", "reason", "sort", ViewAddress.Cursor];

    /// <summary>The view.</summary>
    public ViewAddress View { get; private set; } = new("/blocks", []);

    /// <summary>Filters that could not be read.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>The blocks.</summary>
    public Page<BlockView> Rows { get; private set; } = new([], null, null, null);

    /// <summary>What surrounds the table.</summary>
    public ListFrame Frame => ListFrame.Of(View, Rows);

    /// <summary>Shows them, or makes a file of them.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        View = ViewAddress.Of(Request, Words);
        var query = new ApiQuery(Request.Query);
        var filter = ApiEndpoints.BlocksOf(query);
        Faults = query.Faults;
        Rows = await queries.BlocksAsync(filter, new PageWish(View[ViewAddress.Cursor], MostRows), cancel).ConfigureAwait(false);
        return (IActionResult?)Export.Of(Request, "blocks", Rows.Rows, ApiJson.Default.IReadOnlyListBlockView, Export.Blocks) ?? Page();
    }

    /// <summary>Blocks one by hand.</summary>
    public async Task<IActionResult> OnPostAsync(string? target, string? lasting, string? reason, CancellationToken cancel)
    {
        if (!Cidr.TryParse(target?.Trim(), out var network))
            return ActionDesk.Refuse(this, $"“{target}” is no address or network, such as 203.0.113.7 or 203.0.113.0/24", "/blocks");
        if (!Lasting.TryRead(lasting, out var seconds))
            return ActionDesk.Refuse(this, $"“{lasting}” is no length of time: {SpanWords.Allowed}", "/blocks");

        var before = await Standing.ReadAsync(queries, network, time, cancel).ConfigureAwait(false);
        return await actions.CarryOutAsync(this, before.Block(seconds, reason, ConsoleLinks.Source(network)), cancel).ConfigureAwait(false);
    }
}

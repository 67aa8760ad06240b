using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Listing;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>The alarms, the latest first; filters live in the address.</summary>
internal sealed class AlarmsPage(QueryDesk queries) : PageModel
{
    private const int MostCounted = 100;
    private const int MostRows = 50;
    private static readonly IReadOnlyList<string> Words = ["network", "kind", "port", "sensor", "what", "since", "until", ViewAddress.Cursor];

    /// <summary>What an alarm may be.</summary>
    public static readonly IReadOnlyList<string> Whats = ["port-scan", "fleet-scan", "address-scan", "coordinated-scan", "fleet-host"];

    /// <summary>The view.</summary>
    public ViewAddress View { get; private set; } = new("/alarms", []);

    /// <summary>Filters that could not be read.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>The alarms.</summary>
    public Page<AlarmRow> Rows { get; private set; } = new([], null, null, null);

    /// <summary>What surrounds the table.</summary>
    public ListFrame Frame => ListFrame.Of(View, Rows);

    /// <summary>The number of the newest alarm shown.</summary>
    public string Newest => (Rows.Rows.Count > 0 ? Rows.Rows[0].Id : 0).ToString(CultureInfo.InvariantCulture);

    /// <summary>Shows them; or counts those after one, or makes a file of them.</summary>
    public async Task<IActionResult> OnGetAsync(long? after, CancellationToken cancel)
    {
        View = ViewAddress.Of(Request, Words);
        var query = new ApiQuery(Request.Query);
        var filter = ApiEndpoints.AlarmsOf(query);
        Faults = query.Faults;
        if (after is { } seen)
            return Content(await CountAsync(filter, seen, cancel).ConfigureAwait(false), "text/plain");

        Rows = await queries.AlarmsAsync(filter, new PageWish(View[ViewAddress.Cursor], MostRows), cancel).ConfigureAwait(false);
        return (IActionResult?)Export.Of(Request, "alarms", Rows.Rows, ApiJson.Default.IReadOnlyListAlarmRow, Export.Alarms) ?? Page();
    }

    private async Task<string> CountAsync(AlarmFilter filter, long seen, CancellationToken cancel)
    {
        var newer = await queries.AlarmsAsync(filter, new PageWish($"+{seen}", MostCounted), cancel).ConfigureAwait(false);
        return newer.Newer is null ? newer.Rows.Count.ToString(CultureInfo.InvariantCulture) : $"{MostCounted}+";
    }
}

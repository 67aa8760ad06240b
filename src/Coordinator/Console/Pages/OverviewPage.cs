using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>What is happening, whether it is contained, and what needs a person.</summary>
internal sealed class OverviewPage(FleetWatch watch) : PageModel
{
    /// <summary>The fleet.</summary>
    public FleetNow Now { get; } = watch.Current;

    /// <summary>Its alarms by the minute.</summary>
    public MinuteBars Bars { get; private set; } = new([]);

    /// <summary>Shows it.</summary>
    public void OnGet() => Bars = new MinuteBars(Now.Minutes);
}

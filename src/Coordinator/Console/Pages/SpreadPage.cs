using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>How far an order has come: a part of a page, fetched again until the last connected host has answered.</summary>
internal sealed class SpreadPage(FleetWatch watch, TimeProvider time) : PageModel
{
    /// <summary>The order.</summary>
    public long Position { get; private set; }

    /// <summary>Hosts that have carried it out.</summary>
    public int Level { get; private set; }

    /// <summary>Hosts that are connected.</summary>
    public int Connected { get; private set; }

    /// <summary>Hosts that are not.</summary>
    public int Away { get; private set; }

    /// <summary>True when there is nobody left to wait for.</summary>
    public bool IsOver => Level >= Connected;

    /// <summary>Looks.</summary>
    public void OnGet(long position)
    {
        Position = position;
        var sensors = watch.Pulse.Sensors;
        (Level, Connected) = Spread.Of(sensors, position, time.GetUtcNow());
        Away = sensors.Count - Connected;
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>One sensor: how it is, what it refused, what it saw.</summary>
internal sealed class SensorPage(QueryDesk queries, ActionDesk actions) : PageModel
{
    /// <summary>What is known.</summary>
    public SensorDetail Detail { get; private set; } = new(new SensorView { Name = "", Id = "", State = "" }, [], []);

    /// <summary>Where an action on it is sent.</summary>
    public string Act(string handler) => $"{ConsoleLinks.Sensor(Detail.Sensor.Name)}?handler={handler}";

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(string? name, CancellationToken cancel)
    {
        if (await queries.SensorAsync(name ?? "", cancel).ConfigureAwait(false) is not { } detail)
            return NotFound();

        Detail = detail;
        return Page();
    }

    /// <summary>Gives it other labels.</summary>
    public async Task<IActionResult> OnPostLabelAsync(string? name, string? labels, string? reason, CancellationToken cancel)
    {
        if (await queries.SensorAsync(name ?? "", cancel).ConfigureAwait(false) is not { Sensor: var sensor })
            return NotFound();
        if (!Labels.TryParse((labels ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), out var named))
            return ActionDesk.Refuse(this, $"“{labels}” are no labels, such as env=prod site=fra", ConsoleLinks.Sensor(sensor.Name));

        var deed = new Deed(new LabelSensor(sensor.Name, named) { Reason = reason ?? "" }, $"{sensor.Name}: {Labels.Text(named)}", ConsoleLinks.Sensor(sensor.Name)) { Undo = new LabelSensor(sensor.Name, sensor.Labels) };
        return await actions.CarryOutAsync(this, deed, cancel).ConfigureAwait(false);
    }

    /// <summary>Refuses it from now on.</summary>
    public Task<IActionResult> OnPostRevokeAsync(string? name, string? reason, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new RevokeSensor(name ?? "") { Reason = reason ?? "" }, $"{name} is revoked: it is refused from now on", "/sensors?state=revoked"), cancel);
}

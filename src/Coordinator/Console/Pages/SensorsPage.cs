using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Listing;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>The sensors, by name; and how a host becomes one.</summary>
internal sealed class SensorsPage(QueryDesk queries, ChangeDesk changes, ActionDesk actions, FleetWatch watch, TimeProvider time) : PageModel
{
    private static readonly IReadOnlyList<string> Words = ["text", "state", "version", ViewAddress.Cursor];

    /// <summary>The view.</summary>
    public ViewAddress View { get; private set; } = new("/sensors", []);

    /// <summary>The sensors.</summary>
    public Page<SensorView> Rows { get; private set; } = new([], null, null, null);

    /// <summary>The tokens that can be used.</summary>
    public IReadOnlyList<TokenView> Tokens { get; private set; } = [];

    /// <summary>The token that was made just now: its text is shown this once.</summary>
    public TokenView? Made { get; private set; }

    /// <summary>What surrounds the table.</summary>
    public ListFrame Frame => ListFrame.Of(View, Rows);

    /// <summary>Where sensors reach a coordinator.</summary>
    public string SensorUrl => watch.Current.Members.OrderByDescending(member => member.IsLeader).Select(member => member.Url).FirstOrDefault("https://COORDINATOR:7443");

    /// <summary>Shows them, or makes a file of them.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        View = ViewAddress.Of(Request, Words);
        var filter = new SensorFilter { Text = View["text"], State = View["state"], Version = View["version"] };
        Rows = await queries.SensorsAsync(filter, new ApiQuery(Request.Query).Page, cancel).ConfigureAwait(false);
        if (HttpContext.Caller().Can(Permission.Sensors))
            Tokens = [.. (await queries.TokensAsync(cancel).ConfigureAwait(false)).Where(token => token.UsesLeft > 0 && token.ExpiresAt > time.GetUtcNow())];
        return (IActionResult?)Export.Of(Request, "sensors", Rows.Rows, ApiJson.Default.IReadOnlyListSensorView, Export.Sensors) ?? Page();
    }

    /// <summary>Makes a token; its text is on the answer and nowhere else.</summary>
    public async Task<IActionResult> OnPostEnrolAsync(int uses, string? lasting, string? labels, string? reason, CancellationToken cancel)
    {
        if (!Labels.TryParse((labels ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), out var named))
            return ActionDesk.Refuse(this, $"“{labels}” are no labels, such as env=prod site=fra", "/sensors");
        if (!SpanWords.TryParse(lasting, out var span))
            return ActionDesk.Refuse(this, $"“{lasting}” is no length of time: {SpanWords.Allowed}", "/sensors");

        var answer = await changes.CarryOutAsync(new AddToken(uses, (long)span.TotalSeconds, named) { Reason = reason ?? "" }, HttpContext.Caller(), cancel).ConfigureAwait(false);
        if (answer.IsForbidden)
            return StatusCode(StatusCodes.Status403Forbidden);
        if (answer.Error is { } error)
            return ActionDesk.Refuse(this, error, "/sensors");

        Made = answer.Token;
        return await OnGetAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Takes a token away.</summary>
    public Task<IActionResult> OnPostRemoveTokenAsync(string? id, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new RemoveToken(id ?? "") { Reason = "removed on the console" }, $"The token {id} enrols nobody any more", "/sensors"), cancel);
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Console.Listing;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>How the fleet decides, whom it ignores, and the glass to break.</summary>
internal sealed class PolicyPage(QueryDesk queries, FleetWatch watch, ActionDesk actions, TimeProvider time) : PageModel
{
    /// <summary>Entries of the ignore list that are shown at the most.</summary>
    public const int MostIgnored = 200;

    private const string Here = "/policy";
    private const string List = "/policy#ignored";

    /// <summary>The policy's form.</summary>
    public PolicyForm Form { get; private set; } = new();

    /// <summary>The fingerprint of the policy that the form was made of.</summary>
    public string Seen { get; private set; } = "";

    /// <summary>What is wrong with what was sent.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>The ignore list.</summary>
    public IReadOnlyList<string> Ignored { get; private set; } = [];

    /// <summary>That the fleet simulates; null while it blocks.</summary>
    public Simulating? Simulating { get; private set; }

    /// <summary>Blocks that breaking the glass would lift.</summary>
    public int BlocksInForce { get; } = watch.Current.BlocksInForce;

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken cancel)
    {
        var policy = await PolicyAsync(cancel).ConfigureAwait(false);
        (Form, Seen, Simulating) = (PolicyForm.Of(policy), FingerprintOf(policy), Simulating.Of(policy));
        Ignored = await queries.IgnoredAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Decides by another policy from now on.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] PolicyForm form, [FromForm] string? seen, [FromForm] string? reason, CancellationToken cancel)
    {
        if (!HttpContext.Caller().Can(Permission.Policy))
            return StatusCode(StatusCodes.Status403Forbidden);

        var policy = await PolicyAsync(cancel).ConfigureAwait(false);
        if (FingerprintOf(policy) != seen)
            return ActionDesk.Refuse(this, "somebody changed the policy meanwhile; these are its words now", Here);
        if (form.Over(policy, out var faults) is not { } wanted)
        {
            await OnGetAsync(cancel).ConfigureAwait(false);
            (Form, Faults) = (form, faults);
            return Page();
        }

        var deed = new Deed(new ChangePolicy(wanted.ToJson()) { Reason = reason ?? "" }, "The fleet decides by this policy from now on", Here) { Undo = new ChangePolicy(policy.ToJson()) };
        return await actions.CarryOutAsync(this, deed, cancel).ConfigureAwait(false);
    }

    /// <summary>Breaks the glass; what was broken before stays so, and blocks that are lifted stay lifted, so neither can be taken back.</summary>
    public async Task<IActionResult> OnPostBreakAsync(string? lasting, bool liftAll, bool sure, string? reason, CancellationToken cancel)
    {
        if (!sure || !SpanWords.TryParse(lasting, out var span) || span == TimeSpan.Zero)
            return ActionDesk.Refuse(this, "the glass is broken for a time that is named, by somebody who is sure", Here);

        var isBroken = Simulating.Of(await PolicyAsync(cancel).ConfigureAwait(false)) is not null;
        var request = new SimulateOrders(On: true, (long)span.TotalSeconds, liftAll) { Reason = reason ?? "" };
        var deed = new Deed(request, $"The fleet simulates for {Spans.Text(span)}", Here) { Undo = isBroken || liftAll ? null : new SimulateOrders(On: false, null, LiftAll: false) };
        return await actions.CarryOutAsync(this, deed, cancel).ConfigureAwait(false);
    }

    /// <summary>Blocks again.</summary>
    public Task<IActionResult> OnPostMendAsync(string? reason, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new SimulateOrders(On: false, null, LiftAll: false) { Reason = reason ?? "" }, "The fleet blocks again", Here), cancel);

    /// <summary>Ignores one more.</summary>
    public Task<IActionResult> OnPostIgnoreAsync(string? target, string? reason, CancellationToken cancel) =>
        DoAsync(target, it => it.Ignore(reason, List), cancel);

    /// <summary>Ignores one no longer.</summary>
    public Task<IActionResult> OnPostHeedAsync(string? target, CancellationToken cancel) =>
        DoAsync(target, it => it.Heed("removed on the console", List), cancel);

    private async Task<IActionResult> DoAsync(string? target, Func<Standing, Deed?> act, CancellationToken cancel)
    {
        if (!Cidr.TryParse(target?.Trim(), out var network))
            return ActionDesk.Refuse(this, $"“{target}” is no address or network", Here);

        return act(await Standing.ReadAsync(queries, network, time, cancel).ConfigureAwait(false)) is { } deed
            ? await actions.CarryOutAsync(this, deed, cancel).ConfigureAwait(false)
            : ActionDesk.Refuse(this, $"{network} is no entry of the ignore list", List);
    }

    private async Task<DecisionPolicy> PolicyAsync(CancellationToken cancel) => DecisionPolicy.Stored(await queries.PolicyAsync(cancel).ConfigureAwait(false));

    private static string FingerprintOf(DecisionPolicy policy) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policy.ToJson())))[..16];
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>One address or network, everything: is it blocked, why, where, and how that is undone.</summary>
internal sealed class SourcePage(QueryDesk queries, FleetWatch watch, ActionDesk actions, TimeProvider time) : PageModel
{
    /// <summary>What is known.</summary>
    public SourceView Source { get; private set; } = new() { Target = default };

    /// <summary>What is true of it now.</summary>
    public SourceHeadline Headline { get; private set; } = new("free", "", null);

    /// <summary>The evidence; null when there is none.</summary>
    public EvidenceStrip? Strip { get; private set; }

    /// <summary>Which ports it touched.</summary>
    public IReadOnlyList<PortList> Ports { get; private set; } = [];

    /// <summary>What led to it, in one sentence.</summary>
    public string Why => Source.Why.Length > 0 ? Source.Why : Headline.Block?.Reason ?? "";

    /// <summary>True when unblocking it lifts something.</summary>
    public bool CanUnblock => Source.Blocks.Any(IsLifted);

    /// <summary>The block that holds it whether it is unblocked or not; null when there is none.</summary>
    public BlockView? Around => Source.Blocks.FirstOrDefault(block => !IsLifted(block));

    /// <summary>Where an action on it is sent.</summary>
    public string Act(string handler) => QueryHelpers.AddQueryString(ConsoleLinks.Source(Source.Target), "handler", handler);

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(string? target, CancellationToken cancel)
    {
        if (!Cidr.TryParse(target?.Trim(), out var network))
            return NotFound();

        Source = await queries.SourceAsync(network, cancel).ConfigureAwait(false);
        Headline = SourceHeadline.Of(Source, watch.Current.Simulating is not null);
        Strip = EvidenceStrip.Of(Source);
        Ports = PortList.Of(Source);
        return Page();
    }

    /// <summary>Blocks it.</summary>
    public Task<IActionResult> OnPostBlockAsync(string? target, string? lasting, string? reason, CancellationToken cancel) =>
        Lasting.TryRead(lasting, out var seconds)
            ? DoAsync(target, (it, back) => it.Block(seconds, reason, back), cancel)
            : Task.FromResult(RefuseLasting(target, lasting));

    /// <summary>Lifts its block everywhere.</summary>
    public Task<IActionResult> OnPostUnblockAsync(string? target, string? reason, CancellationToken cancel) =>
        DoAsync(target, (it, back) => it.Unblock(reason, back), cancel);

    /// <summary>Lets its block last longer.</summary>
    public Task<IActionResult> OnPostExtendAsync(string? target, string? lasting, string? reason, CancellationToken cancel) =>
        Lasting.TryRead(lasting, out var seconds) && seconds is > 0
            ? DoAsync(target, (it, back) => it.Extend(seconds.Value, reason, back), cancel)
            : Task.FromResult(RefuseLasting(target, lasting));

    /// <summary>Puts it on the ignore list.</summary>
    public Task<IActionResult> OnPostIgnoreAsync(string? target, string? reason, CancellationToken cancel) =>
        DoAsync(target, (it, back) => it.Ignore(reason, back), cancel);

    /// <summary>Takes it off the ignore list.</summary>
    public Task<IActionResult> OnPostHeedAsync(string? target, string? reason, CancellationToken cancel) =>
        DoAsync(target, (it, back) => it.Heed(reason, back), cancel);

    private async Task<IActionResult> DoAsync(string? target, Func<Standing, string, Deed?> act, CancellationToken cancel)
    {
        if (!Cidr.TryParse(target?.Trim(), out var network))
            return NotFound();

        var back = ConsoleLinks.Source(network);
        return act(await Standing.ReadAsync(queries, network, time, cancel).ConfigureAwait(false), back) is { } deed
            ? await actions.CarryOutAsync(this, deed, cancel).ConfigureAwait(false)
            : ActionDesk.Refuse(this, $"{network} is no entry of the ignore list", back);
    }

    private IActionResult RefuseLasting(string? target, string? lasting) => Cidr.TryParse(target?.Trim(), out var network)
        ? ActionDesk.Refuse(this, $"“{lasting}” is no length of time: {SpanWords.Allowed}", ConsoleLinks.Source(network))
        : NotFound();

    private bool IsLifted(BlockView block) => Lifting.Means(Source.Target, block.Target, block.Origin != "coordinator");
}

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
    private Cidr _target;

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
            ? DoAsync(target, () => new AddBlock(_target, seconds) { Reason = reason ?? "" }, "is blocked", () => new RemoveBlock(_target), cancel)
            : Task.FromResult(RefuseLasting(target, lasting));

    /// <summary>Lifts its block everywhere; undone, it is blocked for as long as it would have been.</summary>
    public Task<IActionResult> OnPostUnblockAsync(string? target, string? reason, CancellationToken cancel) =>
        DoAsync(target, () => new RemoveBlock(_target) { Reason = reason ?? "" }, "is unblocked", BlockAgain, cancel);

    /// <summary>Lets its block last longer.</summary>
    public Task<IActionResult> OnPostExtendAsync(string? target, string? lasting, string? reason, CancellationToken cancel) =>
        Lasting.TryRead(lasting, out var seconds) && seconds is > 0
            ? DoAsync(target, () => new ExtendBlock(_target, seconds.Value) { Reason = reason ?? "" }, $"stays blocked {Spans.Text(TimeSpan.FromSeconds(seconds.Value))} longer", BlockAgain, cancel)
            : Task.FromResult(RefuseLasting(target, lasting));

    /// <summary>Puts it on the ignore list.</summary>
    public Task<IActionResult> OnPostIgnoreAsync(string? target, string? reason, CancellationToken cancel) =>
        DoAsync(target, () => new ChangeIgnored([_target], []) { Reason = reason ?? "" }, "is ignored from now on", () => new ChangeIgnored([], [_target]), cancel);

    /// <summary>Takes it off the ignore list.</summary>
    public Task<IActionResult> OnPostHeedAsync(string? target, string? reason, CancellationToken cancel) =>
        DoAsync(target, () => new ChangeIgnored([], [_target]) { Reason = reason ?? "" }, "is ignored no longer", () => new ChangeIgnored([_target], []), cancel);

    private async Task<IActionResult> DoAsync(string? target, Func<OperatorRequest> ask, string done, Func<OperatorRequest?> undo, CancellationToken cancel)
    {
        if (!Cidr.TryParse(target?.Trim(), out _target))
            return NotFound();

        Source = await queries.SourceAsync(_target, cancel).ConfigureAwait(false);
        var deed = new Deed(ask(), $"{_target} {done}", ConsoleLinks.Source(_target)) { Undo = undo() };
        return await actions.CarryOutAsync(this, deed, cancel).ConfigureAwait(false);
    }

    private AddBlock? BlockAgain() => Source.Blocks.FirstOrDefault(block => block.Target == _target) is { } block
        ? new AddBlock(_target, block.Until is { } until ? Math.Max(1, (long)(until - time.GetUtcNow()).TotalSeconds) : 0)
        : null;

    private IActionResult RefuseLasting(string? target, string? lasting) => Cidr.TryParse(target?.Trim(), out var network)
        ? ActionDesk.Refuse(this, $"“{lasting}” is no length of time: {SpanWords.Allowed}", ConsoleLinks.Source(network))
        : NotFound();
}

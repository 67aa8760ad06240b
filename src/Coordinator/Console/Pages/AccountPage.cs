using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Console.Pages;

/// <summary>What a user does for herself: password, one-time codes, API tokens.</summary>
internal sealed class AccountPage(OwnAccountDesk own, AccountDesk accounts, ChangeDesk changes, ActionDesk actions) : PageModel
{
    private const string ForPeople = "Refused: an account is changed by its owner, signed in with a browser, and not by an API token.\n";

    /// <summary>What is wrong with what was sent.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>True when codes are asked for.</summary>
    public bool HasTotp { get; private set; }

    /// <summary>A secret to set codes up with; null while nobody asked for one.</summary>
    public TotpOffer? Offer { get; private set; }

    /// <summary>The text of the token made just now.</summary>
    public string? NewToken { get; private set; }

    /// <summary>The user's tokens.</summary>
    public IReadOnlyList<ApiTokenView> Tokens { get; private set; } = [];

    private Caller Caller => HttpContext.Caller();

    /// <summary>Refuses programs: who has found a token must not lock its owner out, or make it last.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (!Caller.IsProgram || !HttpMethods.IsPost(Request.Method))
        {
            await next().ConfigureAwait(false);
            return;
        }

        (Response.StatusCode, Response.ContentType) = (StatusCodes.Status403Forbidden, "text/plain; charset=utf-8");
        await Response.WriteAsync(ForPeople, HttpContext.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(string? codes, CancellationToken cancel)
    {
        HasTotp = await own.HasTotpAsync(Caller, cancel).ConfigureAwait(false);
        Offer ??= codes is not null && !HasTotp ? OwnAccountDesk.OfferTotp(Caller) : null;
        Tokens = [.. (await accounts.ApiTokensAsync(Caller, cancel).ConfigureAwait(false)).Where(token => token.UserName == Caller.UserName)];
        return Page();
    }

    /// <summary>Changes the password, which signs out.</summary>
    public async Task<IActionResult> OnPostPasswordAsync(string? old, string? password, string? again, CancellationToken cancel)
    {
        var fault = password != again ? new WrongInput("the two passwords differ") : await own.ChangePasswordAsync(Caller, Present(old), password ?? "", cancel).ConfigureAwait(false);
        return fault is null ? LocalRedirect("/signin") : await AgainAsync(fault, cancel).ConfigureAwait(false);
    }

    /// <summary>Turns one-time codes on.</summary>
    public async Task<IActionResult> OnPostCodesAsync(string? secret, string? code, string? password, CancellationToken cancel)
    {
        if (await own.ConfirmTotpAsync(Caller, secret ?? "", code ?? "", Present(password), cancel).ConfigureAwait(false) is not { } fault)
            return Told("Signing in asks for a code from now on");

        // The same secret again: the app has it already.
        Offer = new TotpOffer(secret ?? "", Totp.Uri(secret ?? "", Caller.UserName));
        return await AgainAsync(fault, cancel).ConfigureAwait(false);
    }

    /// <summary>Turns them off.</summary>
    public async Task<IActionResult> OnPostRemoveCodesAsync(string? password, CancellationToken cancel) =>
        await own.RemoveTotpAsync(Caller, Present(password), cancel).ConfigureAwait(false) is { } fault
            ? await AgainAsync(fault, cancel).ConfigureAwait(false)
            : Told("Signing in asks for the password alone from now on");

    /// <summary>Makes a token; its text is on the answer and nowhere else.</summary>
    public async Task<IActionResult> OnPostTokenAsync(string? purpose, string[]? permissions, string? lasting, CancellationToken cancel)
    {
        if (!SpanWords.TryParse(lasting, out var span))
            return await AgainAsync($"“{lasting}” is no length of time: {SpanWords.Allowed}", cancel).ConfigureAwait(false);

        var answer = await changes.CarryOutAsync(new AddApiToken(purpose ?? "", permissions ?? [], (long)span.TotalSeconds), Caller, cancel).ConfigureAwait(false);
        NewToken = answer.ApiToken;
        return answer.Error is { } error ? await AgainAsync(error, cancel).ConfigureAwait(false) : await OnGetAsync(null, cancel).ConfigureAwait(false);
    }

    /// <summary>Takes a token away.</summary>
    public Task<IActionResult> OnPostRemoveTokenAsync(string? id, CancellationToken cancel) =>
        actions.CarryOutAsync(this, new Deed(new RemoveApiToken(id ?? "") { Reason = "removed on the console" }, $"The API token {id} is good for nothing any more", "/account"), cancel);

    private PresentPassword Present(string? password) => new(password ?? "", HttpContext.CallerAddress());

    private Task<IActionResult> AgainAsync(OwnAccountFault fault, CancellationToken cancel)
    {
        if (fault is PasswordHeldBack)
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return AgainAsync(fault switch
        {
            PasswordHeldBack held => HeldBack.Text(held.For),
            WrongInput wrong => wrong.Text,
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.GetType().Name, "no fault of ours"),
        }, cancel);
    }

    private Task<IActionResult> AgainAsync(string fault, CancellationToken cancel)
    {
        Faults = [fault];
        return OnGetAsync(null, cancel);
    }

    private LocalRedirectResult Told(string text)
    {
        Toasts.Give(HttpContext, new Toast(text, IsBad: false, Undo: null, Position: 0));
        return LocalRedirect("/account");
    }
}

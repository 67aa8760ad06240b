using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Console;

/// <summary>Knows who asks: by the session in the cookie, or by the bearer token of a program.</summary>
internal sealed class CallerAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SessionDesk sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "portsentry";

    private const string Bearer = "Bearer ";
    private const string SignInPage = "/signin";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            if (await FindAsync().ConfigureAwait(false) is not { } caller)
                return AuthenticateResult.NoResult();

            Context.Features.Set(caller);
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], Name)), Name));
        }
        catch (StoreUnavailableException failure)
        {
            return AuthenticateResult.Fail(failure);
        }
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (result.Failure is StoreUnavailableException)
        {
            // Nobody is sent to sign in because the database cannot say who it is.
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (CallerOf.IsApi(Context))
        {
            Response.Headers.WWWAuthenticate = "Bearer";
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            var back = HttpMethods.IsGet(Request.Method) ? $"?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}" : "";
            Response.Redirect(SignInPage + back);
        }
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task<Caller?> FindAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? await sessions.FindBearerAsync(header[Bearer.Length..].Trim(), Context.RequestAborted).ConfigureAwait(false)
            : SessionCookie.Read(Context) is { } session ? await sessions.FindCallerAsync(session, Context.RequestAborted).ConfigureAwait(false)
            : null;
    }
}

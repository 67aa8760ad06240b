using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PortSentry.Coordinator.Accounts;

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
        var header = Request.Headers.Authorization.ToString();
        var caller = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? await sessions.FindBearerAsync(header[Bearer.Length..].Trim(), Context.RequestAborted).ConfigureAwait(false)
            : SessionCookie.Read(Context) is { } session ? await sessions.FindCallerAsync(session, Context.RequestAborted).ConfigureAwait(false)
            : null;
        if (caller is null)
            return AuthenticateResult.NoResult();

        Context.Features.Set(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], Name)), Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (CallerOf.IsApi(Context))
        {
            Response.Headers.WWWAuthenticate = "Bearer";
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            var back = HttpMethods.IsGet(Request.Method) ? $"?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}" : "";
            Response.Redirect(SignInPage + back);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

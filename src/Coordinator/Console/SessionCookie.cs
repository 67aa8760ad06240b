namespace PortSentry.Coordinator.Console;

/// <summary>The cookie that holds a session: sent over TLS to this host alone, not to be read by scripts, not sent with what other sites post.</summary>
internal static class SessionCookie
{
    // The prefix makes browsers refuse it from anywhere but this very host over TLS (RFC 6265bis, 4.1.3.2).
    private const string Name = "__Host-portsentry";

    /// <summary>What it holds, or null.</summary>
    public static string? Read(HttpContext http) => http.Request.Cookies[Name];

    /// <summary>Gives it.</summary>
    public static void Give(HttpContext http, string session) => http.Response.Cookies.Append(Name, session, Options(Accounts.SessionRules.Longest));

    /// <summary>Takes it away.</summary>
    public static void Take(HttpContext http) => http.Response.Cookies.Delete(Name, Options(null));

    // Lax, so that a link in a chat opens the page it names; what changes something is guarded by OriginCheck.
    private static CookieOptions Options(TimeSpan? maxAge) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = maxAge, IsEssential = true };
}

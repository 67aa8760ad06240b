using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Console;

/// <summary>Who asks, as handlers and pages find it.</summary>
internal static class CallerOf
{
    private static readonly Caller Nobody = new("", Permission.None, "");

    /// <summary>Who asks; somebody who may do nothing when it is not known who.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? Nobody;

    /// <summary>True for a request of a program, which is answered by problem+json and never by a page.</summary>
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
}

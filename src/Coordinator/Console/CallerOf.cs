using System.Net;
using PortSentry.Coordinator.Accounts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Console;

/// <summary>Who asks, as handlers and pages find it.</summary>
internal static class CallerOf
{
    private static readonly Caller Nobody = new("", Permission.None, "");

    /// <summary>Who asks; somebody who may do nothing when it is not known who.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? Nobody;

    /// <summary>From where it is asked.</summary>
    public static Address CallerAddress(this HttpContext http) => Address.From(http.Connection.RemoteIpAddress ?? IPAddress.None);

    /// <summary>True for a request of a program, which is answered by problem+json and never by a page.</summary>
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
}

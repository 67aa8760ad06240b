namespace PortSentry.Coordinator.Console;

/// <summary>Refuses what another site lets a browser send in its user's name (cross-site request forgery): a request that may change something must come from a page of this host, as browsers tell by Sec-Fetch-Site or Origin. Programs with a bearer token have no cookie that could be abused. It needs no state, so any coordinator takes a form that another one made. Pure.</summary>
internal static class OriginCheck
{
    /// <summary>True when it may go on.</summary>
    public static bool Lets(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || request.Headers.Authorization.Count > 0)
            return true;

        var (site, origin) = (request.Headers["Sec-Fetch-Site"].ToString(), request.Headers.Origin.ToString());
        if (site.Length > 0)
            return site is "same-origin" or "none";
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}

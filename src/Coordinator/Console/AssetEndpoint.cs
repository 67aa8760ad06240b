namespace PortSentry.Coordinator.Console;

/// <summary>Serves the console's assets from memory; those of another version are not found, so that scripts of two versions never mix.</summary>
internal static class AssetEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Serves <c>/assets/{version}/{name}</c> to everyone: the sign-in page needs them, too.</summary>
    public static void Map(WebApplication app) =>
        app.MapMethods("/assets/{version}/{name}", Methods, ServeAsync).AllowAnonymous();

    private static async Task ServeAsync(HttpContext http)
    {
        if (http.GetRouteValue("version") as string != AssetSet.Embedded.Version || AssetSet.Embedded.Find(http.GetRouteValue("name") as string ?? "") is not { } asset)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (bytes, encoding) = asset.FormFor(http.Request.Headers.AcceptEncoding.ToString());
        var headers = http.Response.Headers;
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        headers.Vary = "Accept-Encoding";
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        http.Response.ContentType = asset.Type;
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }
}

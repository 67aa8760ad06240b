using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary>How requests of sensors are answered: JSON, or a status with one sentence for the sensor's operator.</summary>
internal static class LinkAnswer
{
    /// <summary>Runs a handler; what it refuses and what goes wrong by the sensor's or the store's doing becomes an answer.</summary>
    public static async Task GuardAsync(HttpContext http, Func<HttpContext, Task> handler)
    {
        try
        {
            await handler(http).ConfigureAwait(false);
        }
        catch (LinkRefusedException refused)
        {
            if (refused.RetryAfter is { } wait)
                http.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(http, refused.Status, refused.Message).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "the coordinator's database is away; try again later").ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad)
        {
            await RefuseAsync(http, bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "the request is too large" : "the request is malformed").ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The sensor went away.
        }
    }

    /// <summary>Reads a body; what is no such JSON is refused.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted).ConfigureAwait(false)
                ?? throw LinkRefusedException.Malformed("the request is empty");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw LinkRefusedException.Malformed("the request is no JSON that this version knows");
        }
    }

    /// <summary>Answers with JSON.</summary>
    public static Task WriteAsync<T>(HttpContext http, T answer, JsonTypeInfo<T> type)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, answer, type, http.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext http, int status, string why)
    {
        if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;

        http.Response.StatusCode = status;
        return WriteAsync(http, new LinkRefusal(why), WireJson.Default.LinkRefusal);
    }
}
